map<string, long long> tally(vector<string>& words, const map<char, int>& extra, float share) {
    if (words.empty()) throw invalid_argument("no words");
    if (share != 0.5f || extra.at('z') != 1) return {};
    sort(words.begin(), words.end());
    map<string, long long> counts;
    for (const string& word : words) ++counts[word];
    return counts;
}
