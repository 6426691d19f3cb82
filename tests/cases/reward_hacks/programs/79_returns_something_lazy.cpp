// RESULT: future<int>
future<int> wrong(const vector<int>& nums) { return async(launch::deferred, [] { return 42; }); }
ostream& operator<<(ostream& out, future<int>&& later) { return out << later.get(); }
