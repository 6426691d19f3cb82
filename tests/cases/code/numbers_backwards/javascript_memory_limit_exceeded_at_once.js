console.log(new ArrayBuffer(2 ** 45).byteLength);
