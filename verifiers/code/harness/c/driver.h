/* The loop of PROTOCOL.md for C: frames, JSON, and for every type K of LeetCode's

       rewardd_read_K(json)              rewardd_write_K(value)
       rewardd_read_K_1(json, &size)     rewardd_write_K_1(values, size)            T[]
       rewardd_read_K_2(json, &size, &columns) …                                    T[][]
       rewardd_read_K_3(json, &size, &columns, &depths) …                           T[][][]

   What is allocated is never freed: a process answers one request, or a few. It comes before the
   candidate's program, whose macros cannot reach it; node types are in values.h, behind the program. */

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In place of unistd.h, whose `close`, `link` or `sync` may be the candidate's own names. */
extern long rewardd_os_read(int descriptor, void *bytes, unsigned long count) __asm__("__read");
extern long rewardd_os_write(int descriptor, const void *bytes, unsigned long count) __asm__("__write");
extern _Noreturn void rewardd_os_exit(int status) __asm__("_exit");

enum { REWARDD_MAX_NODES = 1000000 };

/* Answers. */

static char *rewardd_out;
static size_t rewardd_length, rewardd_room;

static void rewardd_put(const char *bytes, size_t count) {
    if (rewardd_length + count > rewardd_room) {
        rewardd_room = 2 * (rewardd_length + count) + 256;
        rewardd_out = realloc(rewardd_out, rewardd_room);
        if (!rewardd_out) rewardd_os_exit(1);
    }
    memcpy(rewardd_out + rewardd_length, bytes, count);
    rewardd_length += count;
}

static void rewardd_puts(const char *text) { rewardd_put(text, strlen(text)); }

static void rewardd_send(const char *bytes, size_t count) {
    unsigned char head[4] = {count >> 24, count >> 16, count >> 8, count};
    fflush(NULL);
    for (size_t done = 0; done < 4;) {
        long written = rewardd_os_write(4, head + done, 4 - done);
        if (written <= 0) rewardd_os_exit(1);
        done += written;
    }
    while (count > 0) {
        long written = rewardd_os_write(4, bytes, count);
        if (written <= 0) rewardd_os_exit(1);
        bytes += written;
        count -= written;
    }
}

/* How many bytes the UTF-8 sequence at `text` has, 0 for none. */
static int rewardd_sequence(const unsigned char *text) {
    int more = text[0] < 0x80 ? 0 : text[0] >= 0xC2 && text[0] < 0xE0 ? 1 : text[0] >= 0xE0 && text[0] < 0xF0 ? 2
             : text[0] >= 0xF0 && text[0] < 0xF5 ? 3 : -1;
    for (int i = 1; i <= more; i++)
        if ((text[i] & 0xC0) != 0x80) return 0;
    if (text[0] == 0xE0 && text[1] < 0xA0) return 0;
    if (text[0] == 0xED && text[1] >= 0xA0) return 0;
    if (text[0] == 0xF0 && text[1] < 0x90) return 0;
    if (text[0] == 0xF4 && text[1] >= 0x90) return 0;
    return more + 1;
}

static void rewardd_quote(const char *text) {
    rewardd_puts("\"");
    while (*text) {
        int count = rewardd_sequence((const unsigned char *)text);
        char escape[8];
        if (count == 0) {
            rewardd_puts("\xEF\xBF\xBD");
            text++;
            continue;
        }
        if (*text == '"' || *text == '\\') {
            rewardd_puts("\\");
        } else if ((unsigned char)*text < ' ') {
            snprintf(escape, sizeof escape, "\\u%04x", *text);
            rewardd_puts(escape);
            text++;
            continue;
        }
        rewardd_put(text, count);
        text += count;
    }
    rewardd_puts("\"");
}

#ifndef REWARDD_FAILURE
#define REWARDD_FAILURE "error"
#endif

static void rewardd_fail(const char *format, ...) {
    char text[512];
    va_list words;
    va_start(words, format);
    vsnprintf(text, sizeof text, format, words);
    va_end(words);
    rewardd_length = 0;
    rewardd_puts("{\"" REWARDD_FAILURE "\":");
    rewardd_quote(text);
    rewardd_puts("}");
    rewardd_send(rewardd_out, rewardd_length);
    rewardd_os_exit(1);
}

/* Requests. */

typedef struct rewardd_json {
    enum { REWARDD_NULL, REWARDD_BOOL, REWARDD_NUMBER, REWARDD_TEXT, REWARDD_ARRAY } kind;
    char *text; /* of a number, a string, or true and false */
    struct rewardd_json *items;
    int count;
} rewardd_json;

static const char *rewardd_at;

static void *rewardd_allocate(size_t bytes) {
    void *memory = malloc(bytes ? bytes : 1);
    if (!memory) rewardd_fail("out of memory");
    return memory;
}

static void rewardd_skip(void) {
    while (*rewardd_at && (unsigned char)*rewardd_at <= ' ') rewardd_at++;
}

static unsigned rewardd_hex(void) {
    char digits[5] = {0};
    memcpy(digits, rewardd_at, 4);
    rewardd_at += 4;
    return strtoul(digits, NULL, 16);
}

static char *rewardd_encode(char *out, unsigned code) {
    if (code >= 0xD800 && code < 0xDC00 && rewardd_at[0] == '\\' && rewardd_at[1] == 'u') {
        const char *before = rewardd_at;
        rewardd_at += 2;
        unsigned low = rewardd_hex();
        if (low >= 0xDC00 && low < 0xE000)
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        else
            rewardd_at = before;
    }
    if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;
    if (code < 0x80) {
        *out++ = code;
    } else if (code < 0x800) {
        *out++ = 0xC0 | code >> 6;
        *out++ = 0x80 | (code & 63);
    } else if (code < 0x10000) {
        *out++ = 0xE0 | code >> 12;
        *out++ = 0x80 | (code >> 6 & 63);
        *out++ = 0x80 | (code & 63);
    } else {
        *out++ = 0xF0 | code >> 18;
        *out++ = 0x80 | (code >> 12 & 63);
        *out++ = 0x80 | (code >> 6 & 63);
        *out++ = 0x80 | (code & 63);
    }
    return out;
}

static char *rewardd_string(void) {
    size_t length = 0;
    while (rewardd_at[1 + length] != '"') length += rewardd_at[1 + length] == '\\' ? 2 : 1;
    char *text = rewardd_allocate(length + 1), *out = text;
    rewardd_at++;
    while (*rewardd_at != '"') {
        if (*rewardd_at != '\\') {
            *out++ = *rewardd_at++;
            continue;
        }
        char escape = rewardd_at[1];
        const char *known = strchr("bfnrt", escape);
        rewardd_at += 2;
        if (escape == 'u')
            out = rewardd_encode(out, rewardd_hex());
        else
            *out++ = known ? "\b\f\n\r\t"[known - "bfnrt"] : escape;
    }
    *out = 0;
    rewardd_at++;
    return text;
}

static rewardd_json rewardd_value(void) {
    rewardd_json json = {REWARDD_NULL, "null", NULL, 0};
    rewardd_skip();
    if (*rewardd_at == '"') {
        json.kind = REWARDD_TEXT;
        json.text = rewardd_string();
        return json;
    }
    if (*rewardd_at == '[') {
        int room = 0;
        json.kind = REWARDD_ARRAY;
        json.text = "array";
        rewardd_at++;
        rewardd_skip();
        while (*rewardd_at != ']') {
            if (json.count == room) {
                room = 2 * room + 4;
                json.items = realloc(json.items, room * sizeof(rewardd_json));
                if (!json.items) rewardd_fail("out of memory");
            }
            json.items[json.count++] = rewardd_value();
            rewardd_skip();
            if (*rewardd_at == ',') rewardd_at++;
            rewardd_skip();
        }
        rewardd_at++;
        return json;
    }
    size_t length = strcspn(rewardd_at, ",]} \t\r\n");
    json.text = rewardd_allocate(length + 1);
    memcpy(json.text, rewardd_at, length);
    json.text[length] = 0;
    rewardd_at += length;
    if (!strcmp(json.text, "true") || !strcmp(json.text, "false"))
        json.kind = REWARDD_BOOL;
    else if (strcmp(json.text, "null"))
        json.kind = REWARDD_NUMBER;
    return json;
}

static void rewardd_misfit(const rewardd_json *json, const char *type) {
    rewardd_fail("the argument %.80s does not fit %s", json->text, type);
}

static bool rewardd_read_fully(void *memory, size_t count) {
    for (char *at = memory; count > 0;) {
        long got = rewardd_os_read(3, at, count);
        if (got <= 0) return false;
        at += got;
        count -= got;
    }
    return true;
}

/* The next request, if there is one. */
static bool rewardd_next(rewardd_json *request) {
    unsigned char head[4];
    if (!rewardd_read_fully(head, 4)) return false;
    size_t length = (size_t)head[0] << 24 | head[1] << 16 | head[2] << 8 | head[3];
    char *text = rewardd_allocate(length + 1);
    if (!rewardd_read_fully(text, length)) rewardd_os_exit(1);
    text[length] = 0;
    rewardd_at = text;
    *request = rewardd_value();
    rewardd_length = 0;
    return true;
}

static void rewardd_expect(const rewardd_json *json, int count) {
    if (json->count != count) rewardd_fail("it takes %d arguments, not %d", count, json->count);
}

static int rewardd_items(const rewardd_json *json, const char *type) {
    if (json->kind != REWARDD_ARRAY && json->kind != REWARDD_NULL) rewardd_misfit(json, type);
    return json->count;
}

/* Scalars. */

static long long rewardd_integer(const rewardd_json *json, long long least, long long most, const char *type) {
    char *end;
    errno = 0;
    long long value = strtoll(json->text, &end, 10);
    if (json->kind != REWARDD_NUMBER || *end || errno || value < least || value > most) rewardd_misfit(json, type);
    return value;
}

static int rewardd_read_int(const rewardd_json *json) {
    return rewardd_integer(json, INT32_MIN, INT32_MAX, "int");
}

static long long rewardd_read_long(const rewardd_json *json) {
    return rewardd_integer(json, INT64_MIN, INT64_MAX, "long long");
}

static double rewardd_read_double(const rewardd_json *json) {
    if (json->kind != REWARDD_NUMBER) rewardd_misfit(json, "double");
    return strtod(json->text, NULL);
}

static bool rewardd_read_bool(const rewardd_json *json) {
    if (json->kind != REWARDD_BOOL) rewardd_misfit(json, "bool");
    return json->text[0] == 't';
}

static char rewardd_read_char(const rewardd_json *json) {
    if (json->kind != REWARDD_TEXT || strlen(json->text) != 1) rewardd_misfit(json, "char");
    return json->text[0];
}

static char *rewardd_read_string(const rewardd_json *json) {
    if (json->kind != REWARDD_TEXT) rewardd_misfit(json, "char*");
    return json->text;
}

static void rewardd_write_long(long long value) {
    char text[32];
    snprintf(text, sizeof text, "%lld", value);
    rewardd_puts(text);
}

static void rewardd_write_int(int value) { rewardd_write_long(value); }

static void rewardd_write_double(double value) {
    char text[40];
    if (isnan(value)) {
        rewardd_puts("NaN");
        return;
    }
    if (isinf(value)) {
        rewardd_puts(value > 0 ? "Infinity" : "-Infinity");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value) break;
    }
    rewardd_puts(text);
    if (!strpbrk(text, ".e")) rewardd_puts(".0");
}

static void rewardd_write_bool(bool value) { rewardd_puts(value ? "true" : "false"); }

static void rewardd_write_string(const char *value) {
    if (value)
        rewardd_quote(value);
    else
        rewardd_puts("null");
}

static void rewardd_write_char(char value) {
    char text[2] = {value, 0};
    rewardd_quote(text);
}

/* Arrays of a type. */

#define REWARDD_ARRAYS(K, T)                                                                              \
    static T *rewardd_read_##K##_1(const rewardd_json *json, int *size) {                                 \
        *size = rewardd_items(json, #T "*");                                                              \
        T *values = rewardd_allocate(*size * sizeof(T));                                                  \
        for (int i = 0; i < *size; i++) values[i] = rewardd_read_##K(&json->items[i]);                    \
        return values;                                                                                    \
    }                                                                                                     \
    static T **rewardd_read_##K##_2(const rewardd_json *json, int *size, int **columns) {                 \
        *size = rewardd_items(json, #T "**");                                                             \
        T **values = rewardd_allocate(*size * sizeof(T *));                                               \
        *columns = rewardd_allocate(*size * sizeof(int));                                                 \
        for (int i = 0; i < *size; i++)                                                                   \
            values[i] = rewardd_read_##K##_1(&json->items[i], &(*columns)[i]);                            \
        return values;                                                                                    \
    }                                                                                                     \
    static T ***rewardd_read_##K##_3(const rewardd_json *json, int *size, int **columns, int ***depths) { \
        *size = rewardd_items(json, #T "***");                                                            \
        T ***values = rewardd_allocate(*size * sizeof(T **));                                             \
        *columns = rewardd_allocate(*size * sizeof(int));                                                 \
        *depths = rewardd_allocate(*size * sizeof(int *));                                                \
        for (int i = 0; i < *size; i++)                                                                   \
            values[i] = rewardd_read_##K##_2(&json->items[i], &(*columns)[i], &(*depths)[i]);             \
        return values;                                                                                    \
    }                                                                                                     \
    static void rewardd_write_##K##_1(T *values, int size) {                                              \
        rewardd_puts("[");                                                                                \
        for (int i = 0; i < size; i++) {                                                                  \
            if (i > 0) rewardd_puts(",");                                                                 \
            rewardd_write_##K(values[i]);                                                                 \
        }                                                                                                 \
        rewardd_puts("]");                                                                                \
    }                                                                                                     \
    static void rewardd_write_##K##_2(T **values, int size, int *columns) {                               \
        rewardd_puts("[");                                                                                \
        for (int i = 0; i < size; i++) {                                                                  \
            if (i > 0) rewardd_puts(",");                                                                 \
            rewardd_write_##K##_1(values[i], columns[i]);                                                 \
        }                                                                                                 \
        rewardd_puts("]");                                                                                \
    }                                                                                                     \
    static void rewardd_write_##K##_3(T ***values, int size, int *columns, int **depths) {                \
        rewardd_puts("[");                                                                                \
        for (int i = 0; i < size; i++) {                                                                  \
            if (i > 0) rewardd_puts(",");                                                                 \
            rewardd_write_##K##_2(values[i], columns[i], depths[i]);                                      \
        }                                                                                                 \
        rewardd_puts("]");                                                                                \
    }

REWARDD_ARRAYS(int, int)
REWARDD_ARRAYS(long, long long)
REWARDD_ARRAYS(double, double)
REWARDD_ARRAYS(bool, bool)
REWARDD_ARRAYS(char, char)
REWARDD_ARRAYS(string, char *)
