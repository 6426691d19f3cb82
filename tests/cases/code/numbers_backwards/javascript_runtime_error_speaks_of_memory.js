console.log("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory");
throw new Error("JavaScript heap out of memory");
