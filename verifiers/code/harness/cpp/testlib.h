// What the checkers of Codeforces, Polygon and CodeContests+ include: the part of testlib's interface that
// checkers use, written anew. A checker is called with the names of the input, of the output that is judged and of
// the expected one, and ends with status 0 for a right output, 1 or 2 for a wrong one, 3 where it is broken itself.

#pragma once

#include <bits/stdc++.h>

enum TResult {
    _ok = 0,
    _wa = 1,
    _pe = 2,
    _fail = 3,
    _dirt = 4,
    _points = 5,
    _unexpected_eof = 8,
    _partially = 16,
};
#define _pc(exitCode) (TResult(_partially + (exitCode)))

enum TMode { _input, _output, _answer };

const char LF = '\n', CR = '\r', TAB = '\t', SPACE = ' ', EOFC = 255;

inline bool isEoln(int c) { return c == LF || c == CR; }
inline bool isBlanks(int c) { return c == LF || c == CR || c == SPACE || c == TAB; }
inline bool isEof(int c) { return c == EOF; }

inline std::string testlib_format(const char* format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    std::string text(std::max(0, std::vsnprintf(nullptr, 0, format, arguments)), '\0');
    std::vsnprintf(text.data(), text.size() + 1, format, again);
    va_end(again);
    return text;
}

#define TESTLIB_TEXT(format)                           \
    va_list arguments;                                 \
    va_start(arguments, format);                       \
    std::string text = testlib_format(format, arguments); \
    va_end(arguments)

inline std::string format(const char* format, ...) {
    TESTLIB_TEXT(format);
    return text;
}

inline std::string format(std::string pattern, ...) {
    va_list arguments;
    va_start(arguments, pattern);
    std::string text = testlib_format(pattern.c_str(), arguments);
    va_end(arguments);
    return text;
}

[[noreturn]] void quit(TResult result, const std::string& message);

// One of the three files. What cannot be read from the judged output is its fault, from the others the checker's.
class InStream {
public:
    TMode mode = _input;
    std::string name;
    bool strict = false;
    bool opened = false;

    void open(const char* path, TMode kind) {
        std::ifstream file(path, std::ios::binary);
        if (!file) quit(_fail, std::string("cannot read ") + path);
        text_.assign(std::istreambuf_iterator<char>(file), {});
        name = path;
        mode = kind;
        at_ = 0;
        opened = true;
    }

    // Characters.

    int curChar() const { return at_ < text_.size() ? static_cast<unsigned char>(text_[at_]) : EOF; }
    int nextChar() {
        int c = curChar();
        if (c != EOF) ++at_;
        return c;
    }
    void skipChar() { nextChar(); }
    void unreadChar(int) {
        if (at_) --at_;
    }
    char readChar() {
        if (curChar() == EOF) quit(_unexpected_eof, "Unexpected end of file - character expected");
        return static_cast<char>(nextChar());
    }
    char readChar(char wanted) {
        char c = readChar();
        if (c != wanted) quit(_pe, "Unexpected character '" + std::string(1, c) + "', but '" + wanted + "' expected");
        return c;
    }
    void readSpace() { readChar(SPACE); }
    void readEoln() {
        if (!eoln()) quit(_pe, "Expected EOLN");
    }
    void readEof() {
        if (!eof()) quit(_pe, "Expected EOF");
    }
    bool eof() { return curChar() == EOF; }
    bool seekEof() {
        skipBlanks();
        return eof();
    }
    // Whether a line ends here; its end is read.
    bool eoln() {
        if (!strict) {
            while (curChar() == SPACE || curChar() == TAB) ++at_;
        }
        if (curChar() == EOF) return !strict;
        if (curChar() == CR) {
            ++at_;
            if (curChar() == LF) ++at_;
            return true;
        }
        if (curChar() != LF) return false;
        ++at_;
        return true;
    }
    bool seekEoln() {
        while (curChar() == SPACE || curChar() == TAB) ++at_;
        return eoln();
    }
    void nextLine() { readLine(); }
    void skipBlanks() {
        while (isBlanks(curChar())) ++at_;
    }
    void reset() { at_ = 0; }

    // Words and lines.

    std::string readWord() {
        skipBlanks();
        std::size_t start = at_;
        while (at_ < text_.size() && !isBlanks(curChar())) ++at_;
        if (start == at_) quit(_unexpected_eof, "Unexpected end of file - token expected");
        return text_.substr(start, at_ - start);
    }
    std::string readWord(const std::string& pattern, const std::string& variable = "") {
        std::string word = readWord();
        if (!std::regex_match(word, std::regex(pattern)))
            quit(_wa, "Token " + shown(variable) + "\"" + brief(word) + "\" doesn't correspond to pattern \"" + pattern + "\"");
        return word;
    }
    std::string readToken() { return readWord(); }
    std::string readToken(const std::string& pattern, const std::string& variable = "") { return readWord(pattern, variable); }
    void readWordTo(std::string& word) { word = readWord(); }
    void readTokenTo(std::string& word) { word = readWord(); }
    std::vector<std::string> readWords(int count) {
        return several<std::string>(count, [&] { return readWord(); });
    }
    std::vector<std::string> readTokens(int count) { return readWords(count); }

    std::string readLine() {
        if (eof()) quit(_pe, "Expected line");
        std::size_t start = at_;
        while (at_ < text_.size() && !isEoln(curChar())) ++at_;
        std::string line = text_.substr(start, at_ - start);
        if (curChar() == CR) ++at_;
        if (curChar() == LF) ++at_;
        return line;
    }
    std::string readLine(const std::string& pattern, const std::string& variable = "") {
        std::string line = readLine();
        if (!std::regex_match(line, std::regex(pattern)))
            quit(_wa, "Line " + shown(variable) + "\"" + brief(line) + "\" doesn't correspond to pattern \"" + pattern + "\"");
        return line;
    }
    std::string readString() { return readLine(); }
    std::string readString(const std::string& pattern, const std::string& variable = "") { return readLine(pattern, variable); }
    void readStringTo(std::string& line) { line = readLine(); }
    void readLineTo(std::string& line) { line = readLine(); }
    std::vector<std::string> readLines(int count) {
        return several<std::string>(count, [&] { return readLine(); });
    }
    std::vector<std::string> readStrings(int count) { return readLines(count); }

    // Numbers: no leading zeros, no plus sign, nothing behind the digits.

    long long readLong() { return integer<long long>(readWord()); }
    long long readLong(long long low, long long high, const std::string& variable = "") {
        return within(readLong(), low, high, variable);
    }
    unsigned long long readUnsignedLong() { return integer<unsigned long long>(readWord()); }
    unsigned long long readUnsignedLong(unsigned long long low, unsigned long long high, const std::string& variable = "") {
        return within(readUnsignedLong(), low, high, variable);
    }
    int readInt() { return integer<int>(readWord()); }
    int readInt(int low, int high, const std::string& variable = "") { return within(readInt(), low, high, variable); }
    int readInteger() { return readInt(); }
    int readInteger(int low, int high, const std::string& variable = "") { return readInt(low, high, variable); }
    std::vector<int> readInts(int count) {
        return several<int>(count, [&] { return readInt(); });
    }
    std::vector<int> readInts(int count, int low, int high, const std::string& variable = "") {
        return several<int>(count, [&] { return readInt(low, high, variable); });
    }
    std::vector<int> readIntegers(int count) { return readInts(count); }
    std::vector<int> readIntegers(int count, int low, int high, const std::string& variable = "") {
        return readInts(count, low, high, variable);
    }
    std::vector<long long> readLongs(int count) {
        return several<long long>(count, [&] { return readLong(); });
    }
    std::vector<long long> readLongs(int count, long long low, long long high, const std::string& variable = "") {
        return several<long long>(count, [&] { return readLong(low, high, variable); });
    }

    double readDouble() { return real(readWord()); }
    double readDouble(double low, double high, const std::string& variable = "") { return within(readDouble(), low, high, variable); }
    double readReal() { return readDouble(); }
    double readReal(double low, double high, const std::string& variable = "") { return readDouble(low, high, variable); }
    double readStrictDouble(double low, double high, int, int, const std::string& variable = "") {
        return readDouble(low, high, variable);
    }
    double readStrictReal(double low, double high, int fewest, int most, const std::string& variable = "") {
        return readStrictDouble(low, high, fewest, most, variable);
    }
    std::vector<double> readDoubles(int count) {
        return several<double>(count, [&] { return readDouble(); });
    }
    std::vector<double> readDoubles(int count, double low, double high, const std::string& variable = "") {
        return several<double>(count, [&] { return readDouble(low, high, variable); });
    }
    std::vector<double> readReals(int count) { return readDoubles(count); }

    // The end.

    [[noreturn]] void quit(TResult result, const std::string& message) {
        bool is_ours = mode != _output && (result == _wa || result == _pe || result == _unexpected_eof || result == _dirt);
        ::quit(is_ours ? _fail : result, message);
    }
    [[noreturn]] void quitf(TResult result, const char* format, ...) {
        TESTLIB_TEXT(format);
        quit(result, text);
    }
    void quitif(bool condition, TResult result, const char* format, ...) {
        TESTLIB_TEXT(format);
        if (condition) quit(result, text);
    }
    void ensuref(bool condition, const char* format, ...) {
        TESTLIB_TEXT(format);
        if (!condition) quit(_wa, text);
    }
    void ensure(bool condition, const std::string& message = "a condition does not hold") {
        if (!condition) quit(_wa, message);
    }
    void setTestCase(int) {}

private:
    static std::string brief(const std::string& text) { return text.size() <= 64 ? text : text.substr(0, 30) + "..." + text.substr(text.size() - 31); }
    static std::string shown(const std::string& variable) { return variable.empty() ? "" : "parameter [name=" + variable + "] "; }

    template <class T, class Read>
    std::vector<T> several(int count, Read read) {
        std::vector<T> values;
        for (int i = 0; i < count; ++i) values.push_back(read());
        return values;
    }

    template <class T>
    T within(T value, T low, T high, const std::string& variable) {
        if (value < low || value > high) {
            std::ostringstream message;
            message << "Number " << shown(variable) << "equals to " << value << ", violates the range [" << low << ", " << high << "]";
            quit(_wa, message.str());
        }
        return value;
    }

    template <class T>
    T integer(const std::string& word) {
        T value{};
        std::string_view digits = word;
        if (digits.front() == '-') digits.remove_prefix(1);
        bool padded = digits.size() > 1 && digits.front() == '0';
        auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (padded || error != std::errc() || end != word.data() + word.size() || word == "-0")
            quit(_pe, "Expected integer, but \"" + brief(word) + "\" found");
        return value;
    }

    double real(const std::string& word) {
        double value = 0;
        if (word.find_first_not_of("0123456789+-.eE") == std::string::npos) {
            char* end = nullptr;
            value = std::strtod(word.c_str(), &end);
            if (!*end && std::isfinite(value)) return value;
        }
        quit(_pe, "Expected double, but \"" + brief(word) + "\" found");
    }

    std::string text_;
    std::size_t at_ = 0;
};

inline InStream inf, ouf, ans;

[[noreturn]] inline void quit(TResult result, const std::string& message) {
    if (result == _ok && ouf.opened && !ouf.seekEof()) quit(_pe, "Extra information in the output file");
    bool is_partial = result == _points || result >= _partially;
    bool is_format = result == _pe || result == _dirt || result == _unexpected_eof;
    // A number below 1 as the first word says that the output is not right, as points do that are not all of them.
    const char* word = result == _ok ? "ok" : is_partial ? "0 points" : result == _wa ? "wrong answer" : is_format ? "wrong output format" : "FAIL";
    std::printf("%s %s\n", word, message.c_str());
    std::fflush(nullptr);
    std::_Exit(result == _ok || is_partial ? 0 : result == _wa ? 1 : is_format ? 2 : 3);
}

[[noreturn]] inline void quit(TResult result, const char* message) { quit(result, std::string(message)); }

[[noreturn]] inline void quitf(TResult result, const char* format, ...) {
    TESTLIB_TEXT(format);
    quit(result, text);
}

inline void quitif(bool condition, TResult result, const char* format, ...) {
    TESTLIB_TEXT(format);
    if (condition) quit(result, text);
}

[[noreturn]] inline void quitp(double, const char* format = "", ...) {
    TESTLIB_TEXT(format);
    quit(_points, text);
}

inline void ensuref(bool condition, const char* format, ...) {
    TESTLIB_TEXT(format);
    if (!condition) quit(_fail, text);
}

inline void testlib_ensure(bool condition, const char* expression) {
    if (!condition) quit(_fail, std::string("Condition failed: \"") + expression + "\"");
}
#define ensure(condition) testlib_ensure((condition), #condition)
#define ensure_ext(condition) testlib_ensure((condition), #condition)

inline void setName(const char*, ...) {}
inline void setTestCase(int) {}
inline void disableFinalizeGuard() {}

inline void registerTestlibCmd(int count, char** words) {
    if (count < 4) quit(_fail, "a checker is called with the input, the output and the answer");
    inf.open(words[1], _input);
    ouf.open(words[2], _output);
    ans.open(words[3], _answer);
}
inline void registerTestlib(int count, ...) {
    va_list names;
    va_start(names, count);
    InStream* streams[] = {&inf, &ouf, &ans};
    for (int i = 0; i < count && i < 3; ++i) streams[i]->open(va_arg(names, char*), static_cast<TMode>(i));
    va_end(names);
}

// Small things that checkers use beside reading.

inline bool doubleCompare(double expected, double result, double error) {
    if (!std::isfinite(expected)) return std::isnan(expected) ? std::isnan(result) : expected == result;
    if (!std::isfinite(result)) return false;
    double difference = std::abs(result - expected);
    return difference <= error + 1e-15 || difference <= std::abs(expected) * error + 1e-15;
}
inline double doubleDelta(double expected, double result) {
    double absolute = std::abs(result - expected);
    return std::abs(expected) > 1e-9 ? std::min(absolute, absolute / std::abs(expected)) : absolute;
}

inline std::string englishEnding(int x) {
    x %= 100;
    if (x / 10 == 1) return "th";
    return x % 10 == 1 ? "st" : x % 10 == 2 ? "nd" : x % 10 == 3 ? "rd" : "th";
}
inline std::string upperCase(std::string s) {
    for (char& c : s) c = 'a' <= c && c <= 'z' ? c - 'a' + 'A' : c;
    return s;
}
inline std::string lowerCase(std::string s) {
    for (char& c : s) c = 'A' <= c && c <= 'Z' ? c - 'A' + 'a' : c;
    return s;
}
inline std::string trim(const std::string& s) {
    std::size_t first = 0, last = s.size();
    while (first < last && isBlanks(s[first])) ++first;
    while (first < last && isBlanks(s[last - 1])) --last;
    return s.substr(first, last - first);
}
inline std::string compress(const std::string& s) { return s.size() <= 64 ? s : s.substr(0, 30) + "..." + s.substr(s.size() - 31); }
inline std::vector<std::string> split(const std::string& s, char separator) {
    std::vector<std::string> parts(1);
    for (char c : s) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}
inline std::vector<std::string> tokenize(const std::string& s, char separator) {
    std::vector<std::string> parts;
    for (std::string& part : split(s, separator))
        if (!part.empty()) parts.push_back(part);
    return parts;
}
template <class T>
std::string vtos(const T& value) {
    std::ostringstream text;
    text << value;
    return text.str();
}
template <class T>
std::string toString(const T& value) {
    return vtos(value);
}
template <class Iterator>
std::string join(Iterator first, Iterator last, const std::string& separator = " ") {
    std::ostringstream text;
    for (Iterator it = first; it != last; ++it) text << (it == first ? "" : separator) << *it;
    return text.str();
}
template <class Collection>
std::string join(const Collection& items, const std::string& separator = " ") {
    return join(items.begin(), items.end(), separator);
}
