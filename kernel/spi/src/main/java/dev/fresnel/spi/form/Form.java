package dev.fresnel.spi.form;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The questions that a record asks, as data; holds nothing of the record's class.
 *
 * @param fields in the order of the record's components
 */
public record Form(List<Field> fields) {
    public static final Form NONE = new Form(List.of());

    public Form {
        fields = List.copyOf(fields);
    }

    /** @param type a record; {@code void} asks for nothing */
    public static Form of(Class<?> type) {
        return type.isRecord() ? new Form(Arrays.stream(type.getRecordComponents()).map(Field::of).toList()) : NONE;
    }

    /** @param fields as {@code plugin.json} has them */
    public static Form of(Json fields) {
        return new Form(fields.items().stream().map(Field::of).toList());
    }

    /**
     * A value for each field: the given one, else the default; unknown members are left out.
     *
     * @throws Problem INVALID {@code FORM_UNFIT} naming each field that does not fit
     */
    public Map<String, Object> fill(Json given) {
        var values = new LinkedHashMap<String, Object>();
        var unfit = new LinkedHashMap<String, Object>();
        for (Field field : fields) {
            try {
                values.put(field.name(), field.judge(given.get(field.name())));
            } catch (Field.Unfit wrong) {
                unfit.put(field.name(), String.valueOf(wrong.getMessage()));
            }
        }
        if (!unfit.isEmpty()) {
            var words = unfit.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).toList();
            throw new Problem(Problem.Kind.INVALID, "FORM_UNFIT", String.join("; ", words) + ".", Map.of("fields", unfit), null);
        }
        return values;
    }

    /** As {@link #fill}, but what does not fit is its default. */
    public Map<String, Object> mend(Json given) {
        var values = new LinkedHashMap<String, Object>();
        for (Field field : fields) {
            try {
                values.put(field.name(), field.judge(given.get(field.name())));
            } catch (Field.Unfit wrong) {
                values.put(field.name(), field.value());
            }
        }
        return values;
    }

    /** A record of values that {@link #fill} or {@link #mend} gave; by reflection, so that no cache learns of its class. */
    public static <T> T make(Class<T> type, Map<String, Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        var arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            arguments[i] = value(types[i], values.get(components[i].getName()));
        }
        try {
            var maker = type.getDeclaredConstructor(types);
            maker.setAccessible(true); // a plugin's records are its own, most are not public
            return maker.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " is no record that a form can fill", e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object value(Class<?> type, Object value) {
        if (type.isEnum()) {
            return Enum.valueOf((Class) type, (String) value);
        }
        return type == int.class ? Math.toIntExact((Long) value) : value;
    }
}
