import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

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
        Method method = find(owner, name, values.length);
        Type[] types = method.getGenericParameterTypes();
        StringBuilder request = new StringBuilder("{\"call\":[");
        for (int i = 0; i < values.length; i++) {
            request.append(i == 0 ? "" : ",");
            RewarddValues.write(values[i], types[i], request);
        }
        Object reply;
        try {
            send(request.append("]}").toString());
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
            replace(values[i], types[i], after.get(i));
        }
        Type returns = method.getGenericReturnType();
        return returns == void.class ? null : RewarddValues.read(((List<?>) reply).get(1), returns);
    }

    private static Method find(Class<?> owner, String name, int arity) {
        for (Method method : owner.getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arity) {
                return method;
            }
        }
        throw new IllegalStateException(name);
    }

    private static void replace(Object old, Type type, Object json) {
        if (old == null || json == null) {
            return;
        }
        if (old.getClass().isArray()) {
            Object changed = RewarddValues.read(json, type);
            System.arraycopy(changed, 0, old, 0, Math.min(Array.getLength(old), Array.getLength(changed)));
        } else if (old instanceof Collection) {
            replaceAll((Collection<?>) old, (Collection<?>) RewarddValues.read(json, type));
        }
    }

    @SuppressWarnings("unchecked")
    private static void replaceAll(Collection<?> old, Collection<?> changed) {
        if (old.equals(changed)) {
            return;
        }
        try {
            old.clear();
            ((Collection<Object>) old).addAll(changed);
        } catch (UnsupportedOperationException fixed) {
            for (int i = 0; old instanceof List && i < old.size() && i < changed.size(); i++) {
                ((List<Object>) old).set(i, ((List<?>) changed).get(i));
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
