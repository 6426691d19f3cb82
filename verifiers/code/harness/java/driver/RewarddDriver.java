import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loop of PROTOCOL.md for Java. Types come from the candidate's own declarations, by reflection.
 * Arguments: "function", "class" or "tested" (a function whose arguments are answered too), the wanted name, and the candidate's top-level types. Without any it
 * tells Java's version.
 */
final class RewarddDriver {
    private static final int REQUEST_DESCRIPTOR = 3;
    private static final int ANSWER_DESCRIPTOR = 4;
    /** Deep recursion is usual in solutions; only what is used of the stack is ever paid for. */
    private static final long STACK_BYTES = 128L << 20;
    private static final int MAX_ERROR_CHARS = 2_000;

    private final boolean wantsClass;
    private final boolean wantsArguments;
    private final String name;
    private final List<Class<?>> types = new ArrayList<>();
    private final Map<String, Method> methods = new HashMap<>();
    private Method function;

    private RewarddDriver(String[] arguments) throws ClassNotFoundException {
        wantsClass = arguments[0].equals("class");
        wantsArguments = arguments[0].equals("tested");
        name = arguments[1];
        for (int i = 2; i < arguments.length; i++) {
            types.add(Class.forName(arguments[i], false, RewarddDriver.class.getClassLoader()));
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.out.println(System.getProperty("java.version"));
            return;
        }
        DataInputStream requests =
            new DataInputStream(new BufferedInputStream(new FileInputStream(descriptor(REQUEST_DESCRIPTOR))));
        DataOutputStream answers = new DataOutputStream(new FileOutputStream(descriptor(ANSWER_DESCRIPTOR)));
        RewarddDriver driver = new RewarddDriver(arguments);
        Thread loop = new Thread(null, () -> driver.serve(requests, answers), "main", STACK_BYTES);
        loop.start();
    }

    static FileDescriptor descriptor(int number) throws Exception {
        FileDescriptor descriptor = new FileDescriptor();
        Field field = FileDescriptor.class.getDeclaredField("fd");
        field.setAccessible(true);
        field.setInt(descriptor, number);
        return descriptor;
    }

    private void serve(DataInputStream requests, DataOutputStream answers) {
        int status = 0;
        try {
            while (true) {
                int length;
                try {
                    length = requests.readInt();
                } catch (EOFException end) {
                    break;
                }
                byte[] request = new byte[length];
                requests.readFully(request);
                byte[] answer = answer(new String(request, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                byte[] frame = new byte[4 + answer.length];
                for (int i = 0; i < 4; i++) {
                    frame[i] = (byte) (answer.length >>> (24 - 8 * i));
                }
                System.arraycopy(answer, 0, frame, 4, answer.length);
                System.out.flush();
                answers.write(frame);
            }
        } catch (IOException error) {
            status = 1;
        }
        Runtime.getRuntime().halt(status);
    }

    private String answer(String request) {
        try {
            List<?> arguments = (List<?>) new RewarddJson(request).read();
            StringBuilder out = new StringBuilder("{\"value\":");
            if (wantsClass) {
                operate(arguments, out);
            } else {
                call(arguments, out);
            }
            return out.append('}').toString();
        } catch (InvocationTargetException error) {
            return failure(error.getCause());
        } catch (Throwable error) {
            return failure(error);
        }
    }

    private static String failure(Throwable error) {
        String text;
        if (error instanceof RewarddValues.Misfit) {
            text = error.getMessage();
        } else {
            StackTraceElement[] trace = error.getStackTrace();
            text = error + (trace.length == 0 ? "" : " at " + trace[0]);
        }
        if (text.length() > MAX_ERROR_CHARS) {
            text = text.substring(0, MAX_ERROR_CHARS);
        }
        StringBuilder out = new StringBuilder("{\"error\":");
        RewarddJson.quote(text, out);
        return out.append('}').toString();
    }

    private void call(List<?> arguments, StringBuilder out) throws Exception {
        if (function == null || function.getParameterCount() != arguments.size()) {
            function = findFunction(arguments.size());
        }
        Object target = Modifier.isStatic(function.getModifiers()) ? null : make(function.getDeclaringClass());
        if (wantsArguments) {
            callForTest(target, arguments, out);
            return;
        }
        Object[] values = convert(function, arguments);
        Object result = function.invoke(target, values);
        if (function.getReturnType() != void.class) {
            RewarddValues.write(result, function.getGenericReturnType(), out);
        } else if (values.length == 0) {
            out.append("null");
        } else {
            RewarddValues.write(values[0], function.getGenericParameterTypes()[0], out);
        }
    }

    private void callForTest(Object target, List<?> arguments, StringBuilder out) throws Exception {
        RewarddExchange exchange = new RewarddExchange(function.getDeclaringClass());
        Object[] values = arguments.stream().map(exchange::read).toArray();
        exchange.write(function.invoke(target, values), out);
        out.append(",\"arguments\":[");
        for (int i = 0; i < values.length; i++) {
            out.append(i == 0 ? "" : ",");
            boolean isStream = values[i] instanceof java.util.stream.BaseStream;
            exchange.write(isStream ? null : values[i], out);
        }
        out.append(']');
    }

    private void operate(List<?> request, StringBuilder out) throws Exception {
        List<?> operations = (List<?>) request.get(0);
        List<?> arguments = (List<?>) request.get(1);
        List<?> first = (List<?>) arguments.get(0);
        Constructor<?> constructor = pick(findClass().getDeclaredConstructors(), first.size(), "constructor");
        Object object = constructor.newInstance(convert(constructor, first));
        out.append("[null");
        for (int i = 1; i < operations.size(); i++) {
            List<?> values = (List<?>) arguments.get(i);
            Method method = findMethod(object.getClass(), (String) operations.get(i), values.size());
            Object result = method.invoke(object, convert(method, values));
            out.append(',');
            if (method.getReturnType() == void.class) {
                out.append("null");
            } else {
                RewarddValues.write(result, method.getGenericReturnType(), out);
            }
        }
        out.append(']');
    }

    private static Object[] convert(Executable target, List<?> arguments) {
        Type[] declared = target.getGenericParameterTypes();
        Object[] values = new Object[declared.length];
        for (int i = 0; i < declared.length; i++) {
            values[i] = RewarddValues.read(arguments.get(i), declared[i]);
        }
        return values;
    }

    private static Object make(Class<?> owner) throws Exception {
        Constructor<?> constructor = owner.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private Method findFunction(int arity) {
        List<Class<?>> owners = new ArrayList<>();
        for (Class<?> type : types) {
            owners.add(type.getName().equals("Solution") ? 0 : owners.size(), type);
        }
        for (Class<?> owner : owners) {
            Method method = search(owner, name, arity);
            if (method != null) {
                return method;
            }
        }
        throw new RewarddValues.Misfit("no method " + name + " with " + arity + " parameters is defined");
    }

    private Class<?> findClass() {
        for (Class<?> type : types) {
            if (type.getName().equals(name)) {
                return type;
            }
        }
        for (Class<?> type : types) {
            if (sameName(type.getName(), name)) {
                return type;
            }
        }
        throw new RewarddValues.Misfit("no class " + name + " is defined");
    }

    private Method findMethod(Class<?> owner, String wanted, int arity) {
        String key = wanted + '/' + arity;
        Method method = methods.get(key);
        if (method == null) {
            method = search(owner, wanted, arity);
            if (method == null) {
                throw new RewarddValues.Misfit("no method " + wanted + " with " + arity + " parameters is defined");
            }
            methods.put(key, method);
        }
        return method;
    }

    private static Method search(Class<?> owner, String wanted, int arity) {
        Method similar = null;
        for (Class<?> type = owner; type != null && type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isBridge() || method.isSynthetic() || method.getParameterCount() != arity) {
                    continue;
                }
                if (method.getName().equals(wanted)) {
                    method.setAccessible(true);
                    return method;
                }
                if (similar == null && sameName(method.getName(), wanted)) {
                    similar = method;
                }
            }
        }
        if (similar != null) {
            similar.setAccessible(true);
        }
        return similar;
    }

    private static Constructor<?> pick(Constructor<?>[] constructors, int arity, String what) {
        for (Constructor<?> constructor : constructors) {
            if (constructor.getParameterCount() == arity) {
                constructor.setAccessible(true);
                return constructor;
            }
        }
        throw new RewarddValues.Misfit("no " + what + " with " + arity + " parameters is defined");
    }

    private static boolean sameName(String left, String right) {
        return left.replace("_", "").equalsIgnoreCase(right.replace("_", ""));
    }
}
