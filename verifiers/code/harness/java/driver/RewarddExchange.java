import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Between JSON and the values that a test and the program it tests hand each other, each in a process of its own.
 * Texts, truth values, `Integer`, `Double` and null are written as they are, all else as an array that begins with
 * the name of its kind. What is read is made of Java's own classes, whatever class it had on the other side: nothing
 * of the program's, such as an `equals` of its own, comes along.
 */
final class RewarddExchange {
    private static final int MAX_DEPTH = 500;
    private static final List<Class<?>> ITEMS = List.of(
        int.class, long.class, double.class, boolean.class, char.class, byte.class, short.class, float.class,
        String.class, Integer.class, Long.class, Double.class, Boolean.class, Character.class, Object.class,
        List.class, ArrayList.class, Set.class, Map.class, BigInteger.class);

    private final ClassLoader loader = RewarddExchange.class.getClassLoader();
    private final Class<?> owner;

    /** `owner` is the class whose nested records and enumerations are meant before others of their names. */
    RewarddExchange(Class<?> owner) {
        this.owner = owner;
    }

    void write(Object value, StringBuilder out) {
        write(value, out, 0);
    }

    private void write(Object value, StringBuilder out, int depth) {
        if (depth > MAX_DEPTH) {
            throw new RewarddValues.Misfit("a value is nested too deeply");
        }
        if (value == null || value instanceof Boolean || value instanceof Integer) {
            out.append(value);
        } else if (value instanceof String) {
            RewarddJson.quote((String) value, out);
        } else if (value instanceof Double) {
            RewarddJson.number((Double) value, out);
        } else if (value instanceof Number) {
            writeAll(value.getClass().getSimpleName(), List.of(value.toString()), out, depth);
        } else if (value instanceof Character || value instanceof StringBuilder) {
            writeAll(value.getClass().getSimpleName(), List.of(value.toString()), out, depth);
        } else if (value.getClass().isArray()) {
            writeArray(value, out, depth);
        } else if (value instanceof Collection) {
            writeAll(kindOf((Collection<?>) value), (Collection<?>) value, out, depth);
        } else if (value instanceof Map) {
            writeAll(value instanceof SortedMap ? "SortedMap" : "Map", pairs((Map<?, ?>) value), out, depth);
        } else if (value instanceof Map.Entry) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
            writeAll("Entry", both(entry.getKey(), entry.getValue()), out, depth);
        } else if (value instanceof BaseStream) {
            writeAll(streamOf(value), listOf((BaseStream<?, ?>) value), out, depth);
        } else if (value instanceof Optional) {
            writeAll("Optional", ((Optional<?>) value).map(List::<Object>of).orElse(List.of()), out, depth);
        } else if (value instanceof OptionalInt) {
            OptionalInt some = (OptionalInt) value;
            writeAll("OptionalInt", some.isPresent() ? List.of(some.getAsInt()) : List.of(), out, depth);
        } else if (value instanceof OptionalLong) {
            OptionalLong some = (OptionalLong) value;
            writeAll("OptionalLong", some.isPresent() ? List.of(some.getAsLong()) : List.of(), out, depth);
        } else if (value instanceof OptionalDouble) {
            OptionalDouble some = (OptionalDouble) value;
            writeAll("OptionalDouble", some.isPresent() ? List.of(some.getAsDouble()) : List.of(), out, depth);
        } else if (value instanceof Enum) {
            Enum<?> constant = (Enum<?>) value;
            writeAll("Enum", List.of(constant.getDeclaringClass().getSimpleName(), constant.name()), out, depth);
        } else if (value.getClass().getName().equals("javafx.util.Pair")) {
            writeAll("Pair", both(called(value, "getKey"), called(value, "getValue")), out, depth);
        } else if (value.getClass().isRecord()) {
            writeAll("Record", partsOf(value), out, depth);
        } else if (List.of("ListNode", "TreeNode").contains(value.getClass().getSimpleName())) {
            out.append("[\"").append(value.getClass().getSimpleName()).append("\",");
            RewarddValues.write(value, value.getClass(), out);
            out.append(']');
        } else {
            throw new RewarddValues.Misfit("a value of type " + value.getClass().getName() + " cannot be sent");
        }
    }

    private void writeAll(String kind, Collection<?> values, StringBuilder out, int depth) {
        out.append("[\"").append(kind).append('"');
        for (Object value : values) {
            out.append(',');
            write(value, out, depth + 1);
        }
        out.append(']');
    }

    private void writeArray(Object array, StringBuilder out, int depth) {
        List<Object> parts = new ArrayList<>();
        Class<?> item = array.getClass();
        while (item.isArray()) {
            item = item.getComponentType();
        }
        parts.add(array.getClass().getSimpleName());
        if (!ITEMS.contains(item)) {
            throw new RewarddValues.Misfit("a value of type " + array.getClass().getName() + " cannot be sent");
        }
        for (int i = 0; i < Array.getLength(array); i++) {
            parts.add(Array.get(array, i));
        }
        writeAll("Array", parts, out, depth);
    }

    private static String kindOf(Collection<?> value) {
        if (value instanceof SortedSet) {
            return "SortedSet";
        }
        if (value instanceof PriorityQueue) {
            return "PriorityQueue";
        }
        if (value instanceof LinkedList) {
            return "LinkedList";
        }
        if (value instanceof Stack) {
            return "Stack";
        }
        return value instanceof Set ? "Set" : value instanceof Queue ? "Deque" : "List";
    }

    private static String streamOf(Object value) {
        return value instanceof IntStream ? "IntStream"
            : value instanceof LongStream ? "LongStream" : value instanceof DoubleStream ? "DoubleStream" : "Stream";
    }

    private static List<Object> listOf(BaseStream<?, ?> stream) {
        List<Object> items = new ArrayList<>();
        stream.iterator().forEachRemaining(items::add);
        return items;
    }

    private static List<Object> pairs(Map<?, ?> map) {
        List<Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> pairs.add(new AbstractMap.SimpleEntry<Object, Object>(key, value)));
        return pairs;
    }

    private static List<Object> both(Object left, Object right) {
        List<Object> values = new ArrayList<>();
        values.add(left);
        values.add(right);
        return values;
    }

    private static List<Object> partsOf(Object made) {
        List<Object> parts = new ArrayList<>();
        parts.add(made.getClass().getSimpleName());
        for (RecordComponent component : made.getClass().getRecordComponents()) {
            parts.add(called(made, component.getName()));
        }
        return parts;
    }

    private static Object called(Object value, String name) {
        try {
            Method method = value.getClass().getDeclaredMethod(name);
            method.setAccessible(true);
            return method.invoke(value);
        } catch (ReflectiveOperationException error) {
            throw new RewarddValues.Misfit("a value of type " + value.getClass().getName() + " cannot be read: " + error);
        }
    }

    Object read(Object json) {
        if (json instanceof Long) {
            return Math.toIntExact((Long) json);
        }
        if (!(json instanceof List)) {
            return json;
        }
        List<?> parts = (List<?>) json;
        String kind = (String) parts.get(0);
        if (kind.equals("ListNode") || kind.equals("TreeNode")) {
            return RewarddValues.read(parts.get(1), classNamed(kind));
        }
        List<Object> items = new ArrayList<>();
        for (Object part : parts.subList(1, parts.size())) {
            items.add(read(part));
        }
        Object first = items.isEmpty() ? null : items.get(0);
        switch (kind) {
            case "Long":
                return Long.valueOf((String) first);
            case "Short":
                return Short.valueOf((String) first);
            case "Byte":
                return Byte.valueOf((String) first);
            case "Float":
                return Float.valueOf((String) first);
            case "BigInteger":
                return new BigInteger((String) first);
            case "BigDecimal":
                return new BigDecimal((String) first);
            case "Character":
                return ((String) first).charAt(0);
            case "StringBuilder":
                return new StringBuilder((String) first);
            case "List":
                return items;
            case "LinkedList":
                return new LinkedList<>(items);
            case "Stack":
                Stack<Object> stack = new Stack<>();
                stack.addAll(items);
                return stack;
            case "Deque":
                return new ArrayDeque<>(items);
            case "PriorityQueue":
                return new PriorityQueue<>(items);
            case "Set":
                return new LinkedHashSet<>(items);
            case "SortedSet":
                return new TreeSet<>(items);
            case "Map":
                return mapOf(items, new LinkedHashMap<>());
            case "SortedMap":
                return mapOf(items, new TreeMap<>());
            case "Entry":
                return new AbstractMap.SimpleEntry<>(first, items.get(1));
            case "Pair":
                return made(classNamed("javafx.util.Pair"), new Class<?>[] {Object.class, Object.class}, items);
            case "Optional":
                return Optional.ofNullable(first);
            case "OptionalInt":
                return items.isEmpty() ? OptionalInt.empty() : OptionalInt.of((Integer) first);
            case "OptionalLong":
                return items.isEmpty() ? OptionalLong.empty() : OptionalLong.of((Long) first);
            case "OptionalDouble":
                return items.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((Double) first);
            case "IntStream":
                return items.stream().mapToInt(item -> (Integer) item);
            case "LongStream":
                return items.stream().mapToLong(item -> (Long) item);
            case "DoubleStream":
                return items.stream().mapToDouble(item -> (Double) item);
            case "Stream":
                return items.stream();
            case "Array":
                return arrayOf((String) first, items.subList(1, items.size()));
            case "Enum":
                return constantOf((String) first, (String) items.get(1));
            case "Record":
                return recordOf((String) first, items.subList(1, items.size()));
            default:
                throw new RewarddValues.Misfit("there is no kind " + kind);
        }
    }

    private static Object mapOf(List<Object> entries, Map<Object, Object> map) {
        for (Object entry : entries) {
            map.put(((Map.Entry<?, ?>) entry).getKey(), ((Map.Entry<?, ?>) entry).getValue());
        }
        return map;
    }

    private static Object arrayOf(String name, List<Object> values) {
        for (Class<?> item : ITEMS) {
            Class<?> inner = item;
            for (String shown = item.getSimpleName() + "[]"; shown.length() <= name.length(); shown += "[]") {
                if (shown.equals(name)) {
                    Object array = Array.newInstance(inner, values.size());
                    for (int i = 0; i < values.size(); i++) {
                        Array.set(array, i, values.get(i));
                    }
                    return array;
                }
                inner = Array.newInstance(inner, 0).getClass();
            }
        }
        throw new RewarddValues.Misfit("there are no arrays " + name);
    }

    private Class<?> classNamed(String name) {
        for (Class<?> nested : owner.getDeclaredClasses()) {
            if (nested.getSimpleName().equals(name)) {
                return nested;
            }
        }
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException error) {
            throw new RewarddValues.Misfit("there is no type " + name);
        }
    }

    private Object constantOf(String type, String name) {
        for (Object constant : classNamed(type).getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new RewarddValues.Misfit(type + " has no " + name);
    }

    private Object recordOf(String type, List<Object> parts) {
        Class<?> made = classNamed(type);
        if (!made.isRecord()) {
            throw new RewarddValues.Misfit(type + " is no record");
        }
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : made.getRecordComponents()) {
            types.add(component.getType());
        }
        return made(made, types.toArray(new Class<?>[0]), parts);
    }

    private static Object made(Class<?> type, Class<?>[] parameters, List<Object> parts) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(parts.toArray());
        } catch (ReflectiveOperationException | IllegalArgumentException error) {
            throw new RewarddValues.Misfit(type.getName() + " cannot be made: " + error);
        }
    }
}
