import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Runs a test in a process that holds nothing of the program it tests; see PROTOCOL.md, "Stand-ins".
 * The stand-ins' bodies are calls of `call`.
 */
final class RewarddTester {
    private static final long STACK_BYTES = 128L << 20;
    private static DataInputStream replies;
    private static DataOutputStream calls;

    private RewarddTester() {}

    public static void main(String[] arguments) throws Exception {
        replies = new DataInputStream(new FileInputStream(RewarddDriver.descriptor(3)));
        calls = new DataOutputStream(new FileOutputStream(RewarddDriver.descriptor(4)));
        new Thread(null, () -> run(arguments[0]), "main", STACK_BYTES).start();
    }

    private static void run(String owner) {
        int status = 1;
        try {
            receive();
            Method main = Class.forName(owner).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
            send("{\"passed\":true}");
            status = 0;
        } catch (InvocationTargetException error) {
            error.getCause().printStackTrace();
        } catch (Throwable error) {
            error.printStackTrace();
        }
        System.out.flush();
        Runtime.getRuntime().halt(status);
    }

    /** Has the other box call the method of this name, and gives the arguments what became of them there. */
    static synchronized Object call(Class<?> owner, String name, Object... values) {
        RewarddExchange exchange = new RewarddExchange(owner);
        Object reply;
        try {
            send(request(exchange, name, values));
            reply = new RewarddJson(receive()).read();
        } catch (IOException error) {
            Runtime.getRuntime().halt(1);
            throw new IllegalStateException(error);
        }
        if (reply instanceof String) {
            throw exceptionOf((String) reply);
        }
        List<?> after = (List<?>) ((List<?>) reply).get(0);
        for (int i = 0; i < values.length && i < after.size(); i++) {
            replace(values[i], exchange.read(after.get(i)));
        }
        return exchange.read(((List<?>) reply).get(1));
    }

    /** A number of a smaller type than the test was promised, as Java itself would take it. */
    static Object widened(Class<?> wanted, Object value) {
        if (wanted == double.class && (value instanceof Integer || value instanceof Long || value instanceof Float)) {
            return ((Number) value).doubleValue();
        }
        return wanted == long.class && value instanceof Integer ? (Object) ((Number) value).longValue() : value;
    }

    /** What asks for the call, or tells why there can be none. */
    private static String request(RewarddExchange exchange, String name, Object[] values) {
        StringBuilder request = new StringBuilder("{\"call\":[");
        try {
            for (int i = 0; i < values.length; i++) {
                request.append(i == 0 ? "" : ",");
                exchange.write(values[i], request);
            }
            return request.append("]}").toString();
        } catch (RewarddValues.Misfit misfit) {
            StringBuilder told = new StringBuilder("{\"unrelayable\":");
            RewarddJson.quote("of a call of " + name + ": " + misfit.getMessage(), told);
            return told.append('}').toString();
        }
    }

    @SuppressWarnings("unchecked")
    private static void replace(Object old, Object changed) {
        if (old == null || changed == null) {
            return;
        }
        if (old.getClass().isArray()) {
            for (int i = 0; i < Math.min(Array.getLength(old), Array.getLength(changed)); i++) {
                Array.set(old, i, Array.get(changed, i));
            }
        } else if (old instanceof Collection) {
            replaceAll((Collection<?>) old, (Collection<?>) changed);
        } else if (old instanceof Map && !old.equals(changed)) {
            ((Map<Object, Object>) old).clear();
            ((Map<Object, Object>) old).putAll((Map<Object, Object>) changed);
        } else if (old instanceof StringBuilder) {
            ((StringBuilder) old).replace(0, ((StringBuilder) old).length(), changed.toString());
        }
    }

    @SuppressWarnings("unchecked")
    private static void replaceAll(Collection<?> old, Collection<?> changed) {
        if (Arrays.asList(old.toArray()).equals(Arrays.asList(changed.toArray()))) {
            return;
        }
        try {
            old.clear();
            ((Collection<Object>) old).addAll(changed);
        } catch (UnsupportedOperationException fixed) {
            Object[] items = changed.toArray();
            for (int i = 0; old instanceof List && i < old.size() && i < items.length; i++) {
                ((List<Object>) old).set(i, items[i]);
            }
        }
    }

    /** An exception by its text, such as "java.lang.IllegalStateException: empty at Solution.f". */
    private static RuntimeException exceptionOf(String text) {
        int end = text.indexOf(" at ") < 0 ? text.length() : text.lastIndexOf(" at ");
        String[] parts = text.substring(0, end).split(": ", 2);
        String message = parts.length > 1 ? parts[1] : null;
        try {
            Class<?> type = Class.forName(parts[0]);
            if (RuntimeException.class.isAssignableFrom(type)) {
                return (RuntimeException) type.getConstructor(String.class).newInstance(message);
            }
        } catch (ReflectiveOperationException | LinkageError unknown) {
            // Of the candidate's own types, or one that is not made so: a plain one.
        }
        return new RuntimeException(text);
    }

    private static String receive() throws IOException {
        byte[] frame = new byte[replies.readInt()];
        replies.readFully(frame);
        return new String(frame, StandardCharsets.UTF_8);
    }

    private static void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[4 + bytes.length];
        for (int i = 0; i < 4; i++) {
            frame[i] = (byte) (bytes.length >>> (24 - 8 * i));
        }
        System.arraycopy(bytes, 0, frame, 4, bytes.length);
        System.out.flush();
        calls.write(frame);
    }
}
