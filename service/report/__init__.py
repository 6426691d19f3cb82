"""`rewardd report`: what a file of judgements says about a run, as one HTML file for people."""
