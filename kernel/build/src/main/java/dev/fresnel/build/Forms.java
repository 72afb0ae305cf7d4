package dev.fresnel.build;

import aQute.bnd.classfile.ClassFile;
import aQute.bnd.classfile.RecordAttribute;
import aQute.bnd.classfile.RecordAttribute.RecordComponent;
import aQute.bnd.classfile.SignatureAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads forms out of record classes: the same fields that the platform would read by reflection. */
final class Forms {
    private static final String SETTING = "dev.fresnel.api.settings.Setting";

    private final Classes classes;
    private final List<String> faults;

    /** @param faults what is wrong is added here */
    Forms(Classes classes, List<String> faults) {
        this.classes = classes;
        this.faults = faults;
    }

    /** @param type name with dots; {@code ""} and {@code void} ask for nothing */
    List<Map<String, Object>> fields(String type) {
        if (type.isEmpty() || type.equals("void")) {
            return List.of();
        }
        var found = classes.find(type);
        if (found.isEmpty()) {
            faults.add(type + " is not in the bundle");
            return List.of();
        }
        return fields(found.get());
    }

    List<Map<String, Object>> fields(ClassFile type) {
        var record = type.getAttribute(RecordAttribute.class);
        if (record.isEmpty()) {
            faults.add(type.this_class.replace('/', '.') + " is no record");
            return List.of();
        }
        return Arrays.stream(record.get().components).map(component -> field(type, component)).toList();
    }

    private Map<String, Object> field(ClassFile of, RecordComponent component) {
        Map<String, Object> said = Classes.annotation(component.attributes, SETTING).orElse(Map.of());
        List<String> options = options(component.descriptor);
        String type = options.isEmpty() ? type(of, component) : "choice";
        var field = new LinkedHashMap<String, Object>();
        field.put("name", component.name);
        field.put("type", type);
        copy(said, field, "title", "");
        copy(said, field, "help", "");
        field.put("value", value(type, String.valueOf(said.getOrDefault("value", "")), options));
        copy(said, field, "required", false);
        copy(said, field, "min", Long.MIN_VALUE);
        copy(said, field, "max", Long.MAX_VALUE);
        copy(said, field, "pattern", "");
        if (!options.isEmpty()) {
            field.put("options", options);
        }
        copy(said, field, "secret", false);
        return field;
    }

    private static void copy(Map<String, Object> from, Map<String, Object> to, String name, Object nothing) {
        Object value = from.getOrDefault(name, nothing);
        if (!value.equals(nothing)) {
            to.put(name, value);
        }
    }

    private String type(ClassFile of, RecordComponent component) {
        switch (component.descriptor) {
            case "Ljava/lang/String;":
                return "text";
            case "I":
            case "J":
                return "number";
            case "Z":
                return "flag";
            default:
                boolean texts = component.descriptor.equals("Ljava/util/List;")
                        && Arrays.stream(component.attributes).anyMatch(attribute ->
                                attribute instanceof SignatureAttribute signature && signature.signature.equals("Ljava/util/List<Ljava/lang/String;>;"));
                if (!texts) {
                    faults.add(of.this_class.replace('/', '.') + "." + component.name + ": a form has text, whole numbers, booleans, enums and lists of text");
                }
                return "list";
        }
    }

    /** Constants of an enum of the bundle. */
    private List<String> options(String descriptor) {
        if (!descriptor.startsWith("L")) {
            return List.of();
        }
        return classes.find(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'))
                .filter(type -> (type.access & ClassFile.ACC_ENUM) != 0)
                .map(type -> Arrays.stream(type.fields).filter(field -> (field.access & ClassFile.ACC_ENUM) != 0).map(field -> field.name).toList())
                .orElse(List.of());
    }

    private static Object value(String type, String text, List<String> options) {
        switch (type) {
            case "number":
                return text.isEmpty() ? 0L : Long.parseLong(text);
            case "flag":
                return Boolean.parseBoolean(text);
            case "list":
                return text.isEmpty() ? new ArrayList<String>() : List.of(text.split(","));
            case "choice":
                return text.isEmpty() ? options.get(0) : text;
            default:
                return text;
        }
    }
}
