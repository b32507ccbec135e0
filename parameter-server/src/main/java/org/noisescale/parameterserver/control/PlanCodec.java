package org.noisescale.parameterserver.control;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Plans as bytes. A plan is a record of numbers, texts, enums, lists, other records, and sealed interfaces of records;
 * nothing else can be written, and only classes that the type of the plan leads to can be made from bytes.
 *
 * <p>Each value stands for itself in the order of the components: numbers big-endian, a text and a list after their
 * length, an enum and the choice of a sealed interface as a number, a record after a mark. Each element of a list thus
 * takes a byte at least, so that bytes cannot ask for more memory than a small multiple of their number.
 */
final class PlanCodec<T extends Record> {
    private static final byte RECORD = 'R';

    private final Class<T> type;

    /** A codec of plans of one type. */
    PlanCodec(Class<T> type) {
        this.type = type;
    }

    byte[] encode(T plan) {
        PlanWriter writer = new PlanWriter();
        write(type, plan, writer);
        return writer.bytes();
    }

    /** The plan that the bytes spell; throws {@link IllegalArgumentException} if they spell none. */
    T decode(byte[] bytes) {
        PlanReader reader = new PlanReader(bytes);
        T plan = type.cast(read(type, reader));
        reader.requireEnd();
        return plan;
    }

    private static void write(Type type, Object value, PlanWriter writer) {
        if (type instanceof ParameterizedType list) {
            List<?> items = (List<?>) value;
            writer.putInt(items.size());
            items.forEach(item -> write(elementOf(list), item, writer));
            return;
        }
        Class<?> known = (Class<?>) type;
        if (known.isSealed()) {
            List<Class<?>> choices = choices(known);
            writer.putInt(choices.indexOf(value.getClass()));
            write(value.getClass(), value, writer);
        } else if (known.isRecord()) {
            writer.putByte(RECORD);
            writeComponents(known, value, writer);
        } else {
            writer.put(known, value);
        }
    }

    private static void writeComponents(Class<?> type, Object value, PlanWriter writer) {
        for (RecordComponent component : type.getRecordComponents()) {
            write(component.getGenericType(), valueOf(component, value), writer);
        }
    }

    private static Object valueOf(RecordComponent component, Object owner) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " of " + owner, e);
        }
    }

    private static Object read(Type type, PlanReader reader) {
        if (type instanceof ParameterizedType list) {
            return readList(elementOf(list), reader);
        }
        Class<?> known = (Class<?>) type;
        if (known.isSealed()) {
            List<Class<?>> choices = choices(known);
            reader.enter();
            Object value = read(choices.get(reader.index(choices.size())), reader);
            reader.leave();
            return value;
        }
        return known.isRecord() ? readRecord(known, reader) : reader.get(known);
    }

    private static List<Object> readList(Type element, PlanReader reader) {
        int count = reader.count();
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(read(element, reader));
        }
        return items;
    }

    private static Object readRecord(Class<?> type, PlanReader reader) {
        reader.requireMark(RECORD);
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(components[i].getGenericType(), reader);
        }
        return instance(type, components, values);
    }

    private static Object instance(Class<?> type, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            throw new IllegalArgumentException(type.getSimpleName() + " is not valid: " + cause.getMessage(), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    /** The records of a sealed interface, sorted by name: an order that both sides have. */
    private static List<Class<?>> choices(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .<Class<?>>map(choice -> choice)
                .toList();
    }

    private static Type elementOf(ParameterizedType list) {
        if (list.getRawType() != List.class) {
            throw new IllegalStateException("a plan may not have " + list);
        }
        return list.getActualTypeArguments()[0];
    }
}
