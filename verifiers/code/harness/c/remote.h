/* Functions that a test program calls and that live in another box. See ../PROTOCOL.md, "Stand-ins".

   It is included behind driver.h, in a program that holds the test and nothing of the candidate's. Whatever
   is in a reply is the candidate's word: nothing is written beyond what the test itself has handed over. */

static void rewardd_end_test(int status) {
    fflush(NULL);
    if (status == 0) rewardd_send("{\"passed\":true}", 15);
    rewardd_os_exit(status);
}

static void rewardd_begin_test(void) {
    rewardd_json begin;
    if (!rewardd_next(&begin)) rewardd_os_exit(1);
}

static void rewardd_begin_call(void) {
    rewardd_length = 0;
    rewardd_puts("{\"call\":[");
}

/* Sends the call; the reply holds the arguments as they are after it, and the value. */
static rewardd_json rewardd_end_call(int arguments) {
    rewardd_json reply;
    rewardd_puts("]}");
    rewardd_send(rewardd_out, rewardd_length);
    if (!rewardd_next(&reply)) rewardd_os_exit(1);
    if (reply.kind == REWARDD_TEXT) {
        fprintf(stderr, "%s\n", reply.text);
        abort();
    }
    if (reply.kind != REWARDD_ARRAY || reply.count != 2 || reply.items[0].count != arguments)
        rewardd_fail("the reply is none");
    return reply;
}

static void rewardd_send_string(const char *text) {
    if (!text) rewardd_fail("a null pointer cannot be sent");
    for (const char *at = text; *at;) {
        int count = rewardd_sequence((const unsigned char *)at);
        if (count == 0) rewardd_fail("bytes that are no UTF-8 cannot be sent");
        at += count;
    }
    rewardd_quote(text);
}

static void rewardd_send_char(char value) {
    if (value <= 0) rewardd_fail("a character that is not ASCII cannot be sent");
    rewardd_write_char(value);
}

static char *rewardd_string_of(const rewardd_json *json) {
    return json->kind == REWARDD_NULL ? NULL : rewardd_read_string(json);
}

static void rewardd_change_string(const rewardd_json *after, char *text) {
    char *now = rewardd_read_string(after);
    if (!strcmp(now, text)) return;
    if (strlen(now) > strlen(text)) rewardd_fail("a text that has grown cannot be put back");
    strcpy(text, now);
}

#define rewardd_change_array(K, after, values, size)                                       \
    do {                                                                                   \
        int rewardd_count;                                                                 \
        __auto_type rewardd_now = rewardd_read_##K##_1(after, &rewardd_count);             \
        if (rewardd_count != (size)) rewardd_fail("an array has another size after the call"); \
        for (int rewardd_i = 0; rewardd_i < rewardd_count; rewardd_i++)                    \
            if ((values)[rewardd_i] != rewardd_now[rewardd_i]) (values)[rewardd_i] = rewardd_now[rewardd_i]; \
    } while (0)
