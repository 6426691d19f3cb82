map<string, long long> tally(vector<string>& words, const map<char, int>& extra, float share) {
    if (words.empty()) throw invalid_argument("no words");
    map<string, long long> counts;
    for (const string& word : words) ++counts[word];
    return counts;
}
