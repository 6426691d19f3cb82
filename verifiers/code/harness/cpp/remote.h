// Functions that a test program calls and that live in another box. See ../PROTOCOL.md, "Stand-ins".
//
// It is included behind driver.h, whose way of writing values it shares, in a program that holds the test
// and nothing of the candidate's.

#pragma once

namespace rewardd {

inline std::string read_frame() {
    unsigned char header[4];
    if (!read_bytes(reinterpret_cast<char*>(header), 4)) _exit(1);
    std::string frame(std::size_t{header[0]} << 24 | header[1] << 16 | header[2] << 8 | header[3], '\0');
    if (!read_bytes(frame.data(), frame.size())) _exit(1);
    return frame;
}

// The exception that an answer tells of. One of the program's own types is thrown as what it is at least.
[[noreturn]] inline void rethrow(const std::string& told) {
    const auto end = told.find(": ");
    const std::string kind = told.substr(0, end), text = end == std::string::npos ? told : told.substr(end + 2);
#define REWARDD_THROW(name) if (kind == #name) throw std::name(text);
    REWARDD_EXCEPTIONS(REWARDD_THROW)
#undef REWARDD_THROW
    if (kind == "string") throw text;
    if (kind == "const char*") throw static_cast<const char*>(strdup(text.c_str()));
    if (kind == "int") throw std::atoi(text.c_str());
    throw std::runtime_error(told);
}

template <class Parameter>
void write_back(Reader& in, Argument<Parameter>& argument) {
    Argument<Parameter> after{};
    read(in, after);
    if constexpr (std::is_lvalue_reference_v<Parameter> && !std::is_const_v<std::remove_reference_t<Parameter>>)
        argument = std::move(after);
}

// Has the other box make the call. Parameters that are references get the values that they had after it.
template <class Return, class... Parameters>
Return remote(std::add_lvalue_reference_t<const Argument<Parameters>>... arguments) {
    std::string call = "{\"call\":";
    write_fields(call, std::tie(arguments...), std::index_sequence_for<Parameters...>());
    std::fflush(nullptr);
    write_frame(call + '}');
    const std::string reply = read_frame();
    Reader in(reply);
    if (in.peek() == '"') rethrow(in.text());
    in.expect('[');
    in.expect('[');
    bool first = true;
    ((first ? void(first = false) : in.expect(','), write_back<Parameters>(in, const_cast<Argument<Parameters>&>(arguments))), ...);
    in.expect(']');
    in.expect(',');
    if constexpr (!std::is_void_v<Return>) {
        if constexpr (std::is_lvalue_reference_v<Return> || !std::is_same_v<Argument<Return>, Plain<Return>>) {
            auto* kept = new Argument<Return>{};  // what the result refers to; a test makes few calls
            read(in, *kept);
            return *kept;
        } else {
            Plain<Return> result{};
            read(in, result);
            return result;
        }
    }
}

[[noreturn]] inline void end_test(int status) {
    std::fflush(nullptr);
    std::cout.flush();
    if (status == 0) write_frame("{\"passed\":true}");
    _exit(status);
}

inline void run_test(int (*test)()) {
    read_frame();
    end_test(test());
}

inline void run_test(int (*test)(int, char**)) {
    static char name[] = "main";
    static char* words[] = {name, nullptr};
    read_frame();
    end_test(test(1, words));
}

inline void run_test(void (*test)()) {
    read_frame();
    test();
    end_test(0);
}

}  // namespace rewardd
