// Runs a candidate's C++ functions: reads requests, writes answers. See ../PROTOCOL.md.
//
// It is included before the candidate's program, whose macros therefore cannot change it. The types
// of arguments and results are deduced from pointers to the candidate's functions.

#pragma once

#include <bits/stdc++.h>
#include <unistd.h>

namespace rewardd {

constexpr std::size_t max_nodes = 1'000'000;

struct Misfit : std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <class T>
using Plain = std::remove_cv_t<std::remove_reference_t<T>>;

// What an argument is kept in while the candidate's function looks at it.
template <class T>
struct Kept {
    using type = T;
};
template <>
struct Kept<std::string_view> {
    using type = std::string;
};
#if __cplusplus >= 202002L
template <class T, std::size_t N>
struct Kept<std::span<T, N>> {
    using type = std::vector<std::remove_cv_t<T>>;
};
#endif
template <class T>
using Argument = typename Kept<Plain<T>>::type;

template <class T, class = void>
struct IsRange : std::false_type {};
template <class T>
struct IsRange<T, std::void_t<decltype(std::declval<T&>().begin()), decltype(std::declval<T&>().end())>>
    : std::true_type {};

template <class T, class = void>
struct IsListNode : std::false_type {};
template <class T>
struct IsListNode<T, std::void_t<decltype(std::declval<T&>().val), decltype(std::declval<T&>().next)>>
    : std::true_type {};

template <class T, class = void>
struct IsTreeNode : std::false_type {};
template <class T>
struct IsTreeNode<
    T,
    std::void_t<decltype(std::declval<T&>().val), decltype(std::declval<T&>().left), decltype(std::declval<T&>().right)>>
    : std::true_type {};

template <class T>
constexpr bool is_text = std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view> ||
                         std::is_same_v<T, const char*> || std::is_same_v<T, char*>;

// Reading.

class Reader {
public:
    explicit Reader(const std::string& text) : at_(text.data()), end_(text.data() + text.size()) {}

    char peek() {
        while (at_ < end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
        return at_ < end_ ? *at_ : '\0';
    }

    bool take(char wanted) {
        if (peek() != wanted) return false;
        ++at_;
        return true;
    }

    void expect(char wanted) {
        if (!take(wanted)) throw Misfit(std::string("a value of another type than the declared one: expected ") + wanted);
    }

    bool take_word(std::string_view word) {
        peek();
        if (std::string_view(at_, end_ - at_).substr(0, word.size()) != word) return false;
        at_ += word.size();
        return true;
    }

    std::string_view number() {
        peek();
        const char* start = at_;
        while (at_ < end_ && (std::isalnum(static_cast<unsigned char>(*at_)) || *at_ == '+' || *at_ == '-' || *at_ == '.')) ++at_;
        return {start, static_cast<std::size_t>(at_ - start)};
    }

    std::string text() {
        expect('"');
        std::string result;
        while (at_ < end_ && *at_ != '"') {
            if (*at_ == '\\')
                escape(result);
            else
                result += *at_++;
        }
        expect('"');
        return result;
    }

    void* root = nullptr;  // the first tree of the request, in which later arguments may name a node

private:
    unsigned unit() {
        unsigned value = 0;
        auto [after, error] = std::from_chars(at_, std::min(at_ + 4, end_), value, 16);
        if (error != std::errc() || after != at_ + 4) throw Misfit("a bad escape");
        at_ += 4;
        return value;
    }

    void escape(std::string& result) {
        ++at_;
        char kind = at_ < end_ ? *at_++ : '\0';
        if (kind != 'u') {
            static const std::string_view names = "bfnrt", meanings = "\b\f\n\r\t";
            auto index = names.find(kind);
            result += index == std::string_view::npos ? kind : meanings[index];
            return;
        }
        unsigned point = unit();
        if (point >= 0xD800 && point < 0xDC00 && end_ - at_ >= 6 && at_[0] == '\\' && at_[1] == 'u') {
            const char* behind = at_;
            at_ += 2;
            unsigned low = unit();
            if (low >= 0xDC00 && low < 0xE000)
                point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
            else
                at_ = behind;
        }
        encode(point, result);
    }

    static void encode(unsigned point, std::string& result) {
        if (point < 0x80) {
            result += static_cast<char>(point);
        } else if (point < 0x800) {
            result += static_cast<char>(0xC0 | point >> 6);
            result += static_cast<char>(0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            result += static_cast<char>(0xE0 | point >> 12);
            result += static_cast<char>(0x80 | (point >> 6 & 0x3F));
            result += static_cast<char>(0x80 | (point & 0x3F));
        } else {
            result += static_cast<char>(0xF0 | point >> 18);
            result += static_cast<char>(0x80 | (point >> 12 & 0x3F));
            result += static_cast<char>(0x80 | (point >> 6 & 0x3F));
            result += static_cast<char>(0x80 | (point & 0x3F));
        }
    }

    const char* at_;
    const char* end_;
};

template <class T>
void read(Reader& in, T& value);

template <class Node>
Node* read_list(Reader& in) {
    if (in.take_word("null")) return nullptr;
    in.expect('[');
    Node* head = nullptr;
    Node** last = &head;
    while (!in.take(']')) {
        Plain<decltype(Node::val)> item{};
        read(in, item);
        *last = new Node(item);
        last = &(*last)->next;
        in.take(',');
    }
    return head;
}

template <class Node>
Node* find_node(Node* root, const Plain<decltype(Node::val)>& wanted) {
    std::vector<Node*> waiting{root};
    while (!waiting.empty()) {
        Node* node = waiting.back();
        waiting.pop_back();
        if (!node) continue;
        if (node->val == wanted) return node;
        waiting.push_back(node->left);
        waiting.push_back(node->right);
    }
    return nullptr;
}

template <class Node>
Node* read_tree(Reader& in) {
    using Item = Plain<decltype(Node::val)>;
    if (in.take_word("null")) return nullptr;
    if (in.peek() != '[') {
        Item wanted{};
        read(in, wanted);
        return find_node(static_cast<Node*>(in.root), wanted);
    }
    in.expect('[');
    Node* root = nullptr;
    std::deque<Node**> places{&root};
    while (!in.take(']')) {
        if (places.empty()) throw Misfit("a tree with values below missing nodes");
        Node** place = places.front();
        places.pop_front();
        if (!in.take_word("null")) {
            Item item{};
            read(in, item);
            *place = new Node(item);
            places.push_back(&(*place)->left);
            places.push_back(&(*place)->right);
        }
        in.take(',');
    }
    if (!in.root) in.root = root;
    return root;
}

template <class T>
T read_number(Reader& in) {
    std::string_view text = in.number();
    T value{};
    if (text.size() > 1 && text[0] == '+') text.remove_prefix(1);
    if constexpr (std::is_floating_point_v<T>) {
        if (text == "NaN") return std::numeric_limits<T>::quiet_NaN();
        if (text == "Infinity") return std::numeric_limits<T>::infinity();
        if (text == "-Infinity") return -std::numeric_limits<T>::infinity();
    }
    auto [after, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && after == text.data() + text.size()) return value;
    if constexpr (std::is_integral_v<T>) {  // 3.0 may stand for 3
        double whole = 0;
        auto [rest, other] = std::from_chars(text.data(), text.data() + text.size(), whole);
        if (other == std::errc() && rest == text.data() + text.size() && std::abs(whole) < 9e15 && whole == std::floor(whole) &&
            whole >= static_cast<double>(std::numeric_limits<T>::lowest()) && whole <= static_cast<double>(std::numeric_limits<T>::max()))
            return static_cast<T>(whole);
    }
    throw Misfit("the argument " + std::string(text.substr(0, 40)) + " does not fit its type");
}

template <class T, std::size_t... I>
void read_fields(Reader& in, T& value, std::index_sequence<I...>) {
    in.expect('[');
    ((I ? in.expect(',') : void(), read(in, std::get<I>(value))), ...);
    in.expect(']');
}

template <class T>
struct IsTuple : std::false_type {};
template <class... T>
struct IsTuple<std::tuple<T...>> : std::true_type {};
template <class A, class B>
struct IsTuple<std::pair<A, B>> : std::true_type {};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct IsArray : std::false_type {};
template <class T, std::size_t N>
struct IsArray<std::array<T, N>> : std::true_type {};

template <class T>
struct IsOwner : std::false_type {};
template <class T>
struct IsOwner<std::unique_ptr<T>> : std::true_type {};
template <class T>
struct IsOwner<std::shared_ptr<T>> : std::true_type {};

template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};

// What a `std::any` may hold on its way: sent as the place in this list and the value.
using AnyOf = std::tuple<int, double, std::string, bool, long, long long, float, char, const char*, std::vector<int>,
                         std::vector<std::string>, std::vector<std::any>, std::map<std::string, int>>;

// The members of a plain struct of the program's, told by a specialization that is generated:
// `static auto of(T& value) { return std::tie(value.x, …); }`.
template <class T>
struct Fields {};
template <class T, class = void>
struct HasFields : std::false_type {};
template <class T>
struct HasFields<T, std::void_t<decltype(Fields<T>::of(std::declval<T&>()))>> : std::true_type {};

template <class T, class = void>
struct Item {
    using type = typename T::value_type;
};
template <class T>
struct Item<T, std::void_t<typename T::mapped_type>> {  // of a map: the key must not be const to be read
    using type = std::pair<typename T::key_type, typename T::mapped_type>;
};

template <std::size_t... I>
void read_any(Reader& in, std::any& value, std::index_sequence<I...>) {
    in.expect('[');
    const auto wanted = read_number<std::size_t>(in);
    in.expect(',');
    auto take = [&](auto index) {
        std::tuple_element_t<index(), AnyOf> item{};
        read(in, item);
        value = std::move(item);
    };
    ((I == wanted ? take(std::integral_constant<std::size_t, I>()) : void()), ...);
    in.expect(']');
}

template <class Variant, std::size_t... I>
void read_alternative(Reader& in, Variant& value, std::index_sequence<I...>) {
    in.expect('[');
    const auto wanted = read_number<std::size_t>(in);
    in.expect(',');
    auto take = [&](auto index) {
        std::variant_alternative_t<index(), Variant> item{};
        read(in, item);
        value.template emplace<index()>(std::move(item));
    };
    ((I == wanted ? take(std::integral_constant<std::size_t, I>()) : void()), ...);
    in.expect(']');
}

template <class T>
void read(Reader& in, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        if (in.take_word("true"))
            value = true;
        else if (in.take_word("false"))
            value = false;
        else
            throw Misfit("expected a boolean");
    } else if constexpr (std::is_same_v<T, char>) {
        std::string text = in.text();
        if (text.size() != 1) throw Misfit("expected a single character");
        value = text[0];
    } else if constexpr (std::is_arithmetic_v<T>) {
        value = read_number<T>(in);
    } else if constexpr (std::is_same_v<T, std::string>) {
        value = in.text();
    } else if constexpr (std::is_same_v<T, const char*> || std::is_same_v<T, char*>) {
        value = strdup(in.text().c_str());
    } else if constexpr (std::is_pointer_v<T>) {
        using Node = std::remove_cv_t<std::remove_pointer_t<T>>;
        if constexpr (IsTreeNode<Node>::value)
            value = read_tree<Node>(in);
        else
            value = read_list<Node>(in);
    } else if constexpr (IsTuple<T>::value) {
        read_fields(in, value, std::make_index_sequence<std::tuple_size_v<T>>());
    } else if constexpr (HasFields<T>::value) {
        auto fields = Fields<T>::of(value);
        read_fields(in, fields, std::make_index_sequence<std::tuple_size_v<decltype(fields)>>());
    } else if constexpr (IsArray<T>::value) {
        in.expect('[');
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (i) in.expect(',');
            read(in, value[i]);
        }
        in.expect(']');
    } else if constexpr (IsOptional<T>::value) {
        if (in.take_word("null"))
            value.reset();
        else
            read(in, value.emplace());
    } else if constexpr (IsOwner<T>::value) {
        if (in.take_word("null")) return;
        value.reset(new typename T::element_type{});
        read(in, *value);
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        if (!in.take_word("null")) throw Misfit("expected nothing");
    } else if constexpr (IsVariant<T>::value) {
        read_alternative(in, value, std::make_index_sequence<std::variant_size_v<T>>());
    } else if constexpr (std::is_same_v<T, std::any>) {
        if (in.take_word("null")) return value.reset();
        read_any(in, value, std::make_index_sequence<std::tuple_size_v<AnyOf>>());
    } else {
        if (in.take_word("null")) return;
        in.expect('[');
        while (!in.take(']')) {
            typename Item<T>::type item{};
            read(in, item);
            value.insert(value.end(), std::move(item));
            if (in.peek() != ']') in.expect(',');
        }
    }
}

// Writing.

inline void write_text(std::string& out, std::string_view text) {
    static const char digits[] = "0123456789abcdef";
    out += '"';
    for (std::size_t i = 0; i < text.size();) {
        unsigned char byte = text[i];
        if (byte < 0x80) {
            if (byte == '"' || byte == '\\') {
                out += '\\';
                out += static_cast<char>(byte);
            } else if (byte < 0x20) {
                out += "\\u00";
                out += digits[byte >> 4];
                out += digits[byte & 15];
            } else {
                out += static_cast<char>(byte);
            }
            ++i;
            continue;
        }
        std::size_t length = byte >= 0xF0 && byte < 0xF5 ? 4 : byte >= 0xE0 && byte < 0xF0 ? 3 : byte >= 0xC2 && byte < 0xE0 ? 2 : 0;
        bool valid = length && i + length <= text.size();
        for (std::size_t k = 1; valid && k < length; ++k) valid = (static_cast<unsigned char>(text[i + k]) & 0xC0) == 0x80;
        if (valid && length == 3) {
            unsigned char second = text[i + 1];
            valid = !(byte == 0xE0 && second < 0xA0) && !(byte == 0xED && second >= 0xA0);
        } else if (valid && length == 4) {
            unsigned char second = text[i + 1];
            valid = !(byte == 0xF0 && second < 0x90) && !(byte == 0xF4 && second >= 0x90);
        }
        if (valid)
            out.append(text.substr(i, length));
        else
            out += "\xEF\xBF\xBD";
        i += valid ? length : 1;
    }
    out += '"';
}

template <class T>
void write_number(std::string& out, T value) {
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value)) {
            out += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
            return;
        }
    }
    char digits[512];
    auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
    std::string_view text(digits, end - digits);
    out += text;
    if (std::is_floating_point_v<T> && text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

template <class T>
void write(std::string& out, const T& value);

template <class Node>
void write_list(std::string& out, const Node* node) {
    std::size_t count = 0;
    out += '[';
    for (; node; node = node->next) {
        if (++count > max_nodes) throw Misfit("the linked list has a cycle, or too many nodes");
        if (count > 1) out += ',';
        write(out, node->val);
    }
    out += ']';
}

template <class Node>
void write_tree(std::string& out, const Node* root) {
    std::deque<const Node*> waiting;
    if (root) waiting.push_back(root);
    std::size_t count = 0, missing = 0;
    out += '[';
    bool first = true;
    while (!waiting.empty()) {
        const Node* node = waiting.front();
        waiting.pop_front();
        if (!node) {
            ++missing;
            continue;
        }
        if (++count > max_nodes) throw Misfit("the tree has a cycle, or too many nodes");
        for (; missing; --missing) out += ",null";
        if (!first) out += ',';
        first = false;
        write(out, node->val);
        waiting.push_back(node->left);
        waiting.push_back(node->right);
    }
    out += ']';
}

template <class T, std::size_t... I>
void write_fields(std::string& out, const T& value, std::index_sequence<I...>) {
    out += '[';
    ((I ? void(out += ',') : void(), write(out, std::get<I>(value))), ...);
    out += ']';
}

template <std::size_t... I>
void write_any(std::string& out, const std::any& value, std::index_sequence<I...>) {
    bool written = false;
    auto put = [&](auto index) {
        using Held = std::tuple_element_t<index(), AnyOf>;
        if (written || value.type() != typeid(Held)) return;
        written = true;
        out += '[' + std::to_string(index()) + ',';
        write(out, *std::any_cast<Held>(&value));
        out += ']';
    };
    (put(std::integral_constant<std::size_t, I>()), ...);
    if (!written) throw Misfit("what a std::any holds cannot be written");
}

template <class T>
void write(std::string& out, const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::is_same_v<T, char>) {
        write_text(out, std::string_view(&value, 1));
    } else if constexpr (std::is_arithmetic_v<T>) {
        write_number(out, value);
    } else if constexpr (std::is_enum_v<T>) {
        write_number(out, static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (is_text<T>) {
        if constexpr (std::is_pointer_v<T>) {
            if (!value) {
                out += "null";
                return;
            }
        }
        write_text(out, value);
    } else if constexpr (std::is_pointer_v<T>) {
        using Node = std::remove_cv_t<std::remove_pointer_t<T>>;
        if constexpr (IsTreeNode<Node>::value)
            write_tree<Node>(out, value);
        else
            write_list<Node>(out, value);
    } else if constexpr (IsTuple<T>::value) {
        write_fields(out, value, std::make_index_sequence<std::tuple_size_v<T>>());
    } else if constexpr (IsOptional<T>::value) {
        if (value)
            write(out, *value);
        else
            out += "null";
    } else if constexpr (HasFields<T>::value) {
        const auto fields = Fields<T>::of(const_cast<T&>(value));
        write_fields(out, fields, std::make_index_sequence<std::tuple_size_v<decltype(fields)>>());
    } else if constexpr (IsOwner<T>::value) {
        if (value)
            write(out, *value);
        else
            out += "null";
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        out += "null";
    } else if constexpr (IsVariant<T>::value) {
        out += '[' + std::to_string(value.index()) + ',';
        std::visit([&](const auto& item) { write(out, item); }, value);
        out += ']';
    } else if constexpr (std::is_same_v<T, std::any>) {
        if (value.has_value())
            write_any(out, value, std::make_index_sequence<std::tuple_size_v<AnyOf>>());
        else
            out += "null";
    } else {
        out += '[';
        bool first = true;
        for (const auto& item : value) {
            if (!first) out += ',';
            first = false;
            write<typename T::value_type>(out, item);
        }
        out += ']';
    }
}

// Calling.

template <class Arguments, std::size_t... I>
void read_arguments(Reader& in, Arguments& arguments, std::index_sequence<I...>) {
    in.expect('[');
    ((I ? in.expect(',') : void(), read(in, std::get<I>(arguments))), ...);
    in.expect(']');
}

template <class Return, class... Parameters, class Function, std::size_t... I>
void call_with(Reader& in, std::string& out, bool in_place, Function function, std::index_sequence<I...> indices) {
    std::tuple<Argument<Parameters>...> arguments;
    read_arguments(in, arguments, indices);
    if constexpr (std::is_void_v<Return>) {
        function(static_cast<Parameters&&>(std::get<I>(arguments))...);
        if constexpr (sizeof...(Parameters) > 0) {
            if (in_place)
                write(out, std::get<0>(arguments));
            else
                out += "null";
        } else {
            out += "null";
        }
    } else {
        Plain<Return> result = function(static_cast<Parameters&&>(std::get<I>(arguments))...);
        write(out, result);
    }
#ifdef REWARDD_ARGUMENTS_BACK
    out += ",\"arguments\":";
    write_fields(out, arguments, indices);
#endif
}

template <class Return, class... Parameters, class Function>
void call(Reader& in, std::string& out, bool in_place, Function function) {
    call_with<Return, Parameters...>(in, out, in_place, function, std::index_sequence_for<Parameters...>());
}

using Operation = std::function<void(void*, Reader&, std::string&, bool)>;

template <class Object, class Return, class Class, class... Parameters>
Operation operation(Return (Class::*method)(Parameters...)) {
    return [method](void* object, Reader& in, std::string& out, bool in_place) {
        auto* self = static_cast<Object*>(object);
        call<Return, Parameters...>(in, out, in_place, [=](Parameters... values) -> Return {
            return (self->*method)(static_cast<Parameters&&>(values)...);
        });
    };
}

template <class Object, class Return, class Class, class... Parameters>
Operation operation(Return (Class::*method)(Parameters...) const) {
    return [method](void* object, Reader& in, std::string& out, bool in_place) {
        auto* self = static_cast<Object*>(object);
        call<Return, Parameters...>(in, out, in_place, [=](Parameters... values) -> Return {
            return (self->*method)(static_cast<Parameters&&>(values)...);
        });
    };
}

template <class Object, class Return, class... Parameters>
Operation operation(Return (*function)(Parameters...)) {
    return [function](void*, Reader& in, std::string& out, bool in_place) {
        call<Return, Parameters...>(in, out, in_place, function);
    };
}

// A function made of a lambda that takes the object first: for overloads and default arguments.
template <class Object, class Return, class... Parameters>
Operation chosen(Return (*function)(Object&, Parameters...)) {
    return [function](void* object, Reader& in, std::string& out, bool in_place) {
        auto* self = static_cast<Object*>(object);
        call<Return, Parameters...>(in, out, in_place, [=](Parameters... values) -> Return {
            return function(*self, static_cast<Parameters&&>(values)...);
        });
    };
}

template <class Object, class... Parameters>
Object* construct(Reader& in) {
    std::tuple<Argument<Parameters>...> arguments;
    read_arguments(in, arguments, std::index_sequence_for<Parameters...>());
    return std::apply([](auto&... values) { return new Object(static_cast<Parameters&&>(values)...); }, arguments);
}

// A lambda that takes itself first, as those with a deduced `this` do.
template <class Function>
struct Recursive {
    Function function;  // an aggregate: lambdas that refer to variable-length arrays cannot be moved
    template <class... Arguments>
    decltype(auto) operator()(Arguments&&... arguments) {
        return function(*this, std::forward<Arguments>(arguments)...);
    }
    template <class... Arguments>
    decltype(auto) operator()(Arguments&&... arguments) const {
        return function(*this, std::forward<Arguments>(arguments)...);
    }
};

template <class Function>
Recursive(Function) -> Recursive<Function>;

// The loop.

inline bool read_bytes(char* data, std::size_t size) {
    while (size) {
        ssize_t got = ::read(3, data, size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        data += got;
        size -= got;
    }
    return true;
}

inline void write_bytes(const char* data, std::size_t size) {
    while (size) {
        ssize_t put = ::write(4, data, size);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) _exit(1);
        data += put;
        size -= put;
    }
}

inline void write_frame(const std::string& data) {
    auto size = static_cast<std::uint32_t>(data.size());
    char header[4] = {static_cast<char>(size >> 24), static_cast<char>(size >> 16), static_cast<char>(size >> 8), static_cast<char>(size)};
    write_bytes(header, 4);
    write_bytes(data.data(), data.size());
}

inline std::string failure(const std::string& text) {
    std::fprintf(stderr, "uncaught exception: %s\n", text.c_str());
    std::string out = "{\"error\":";
    write_text(out, text);
    return out + "}";
}

// The standard library's exceptions that are made of a text, derived ones first.
#define REWARDD_EXCEPTIONS(KIND)                                                                                    \
    KIND(invalid_argument) KIND(out_of_range) KIND(domain_error) KIND(length_error) KIND(logic_error)               \
    KIND(range_error) KIND(overflow_error) KIND(underflow_error) KIND(runtime_error)

// The exception that is being handled, as text. A test that is to catch it needs to know its type.
inline std::string described() {
#ifdef REWARDD_ARGUMENTS_BACK
    const auto told = [](std::string_view kind, std::string_view text) { return std::string(kind).append(": ").append(text); };
#else
    const auto told = [](std::string_view, std::string_view text) { return std::string(text); };
#endif
#define REWARDD_CATCH(kind) catch (const std::kind& error) { return told(#kind, error.what()); }
    try {
        throw;
    }
    REWARDD_EXCEPTIONS(REWARDD_CATCH)
    catch (const std::exception& error) { return error.what(); }
    catch (const char* text) { return told("const char*", text); }
    catch (const std::string& text) { return told("string", text); }
    catch (int number) { return told("int", std::to_string(number)); }
    catch (...) { return "something that is no std::exception"; }
#undef REWARDD_CATCH
}

template <class Answer>
[[noreturn]] void serve(Answer answer) {
    char header[4];
    while (read_bytes(header, 4)) {
        std::uint32_t size = 0;
        for (char byte : header) size = size << 8 | static_cast<unsigned char>(byte);
        std::string request(size, '\0');
        if (!read_bytes(request.data(), size)) break;
        std::string out = "{\"value\":";
        try {
            Reader in(request);
            answer(in, out);
            out += '}';
        } catch (...) {
            out = failure(described());
        }
        write_frame(out);
    }
    std::cout.flush();
    std::fflush(nullptr);
    _exit(0);
}

// Objects of class tests: the operations' names, then their arguments.
template <class Construct>
void operate(Reader& in, std::string& out, Construct construct, const std::map<std::string, Operation>& operations) {
    std::vector<std::string> names;
    in.expect('[');
    read(in, names);
    in.expect(',');
    in.expect('[');
    void* object = construct(in);
    out += "[null";
    for (std::size_t i = 1; i < names.size(); ++i) {
        in.expect(',');
        out += ',';
        auto found = operations.find(names[i]);
        if (found == operations.end()) throw Misfit("there is no method " + names[i]);
        found->second(object, in, out, false);
    }
    in.expect(']');
    in.expect(']');
    out += ']';
}

}  // namespace rewardd
