package dev.fresnel.build;

import aQute.bnd.classfile.AnnotationInfo;
import aQute.bnd.classfile.AnnotationsAttribute;
import aQute.bnd.classfile.Attribute;
import aQute.bnd.classfile.ClassFile;
import aQute.bnd.classfile.ElementValueInfo;
import aQute.bnd.osgi.Jar;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The classes of a jar, by internal name; those in nested jars are not looked at. */
final class Classes {
    private final Map<String, ClassFile> all = new TreeMap<>();

    Classes(Jar jar) throws IOException {
        for (var entry : jar.getResources().entrySet()) {
            String path = entry.getKey();
            if (path.endsWith(".class") && !path.startsWith("META-INF/")) {
                try (var in = new DataInputStream(entry.getValue().openInputStream())) {
                    ClassFile read = ClassFile.parseClassFile(in);
                    all.put(read.this_class, read);
                } catch (IOException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(path + ": " + e, e);
                }
            }
        }
    }

    Map<String, ClassFile> all() {
        return all;
    }

    /** The class of that name with dots. */
    Optional<ClassFile> find(String name) {
        return Optional.ofNullable(all.get(name.replace('.', '/')));
    }

    /** Values of an annotation on something, by name; text, numbers, booleans, names of constants and classes, lists of these. */
    static Optional<Map<String, Object>> annotation(Attribute[] attributes, String type) {
        String wanted = "L" + type.replace('.', '/') + ";";
        return Arrays.stream(attributes)
                .filter(AnnotationsAttribute.class::isInstance)
                .flatMap(attribute -> Arrays.stream(((AnnotationsAttribute) attribute).annotations))
                .filter(annotation -> annotation.type.equals(wanted))
                .findFirst()
                .map(Classes::values);
    }

    private static Map<String, Object> values(AnnotationInfo annotation) {
        var values = new LinkedHashMap<String, Object>();
        for (ElementValueInfo value : annotation.values) {
            values.put(value.name, plain(value.value));
        }
        return values;
    }

    private static Object plain(Object value) {
        if (value instanceof ElementValueInfo.EnumConst constant) {
            return constant.name;
        }
        if (value instanceof Object[] many) {
            return Arrays.stream(many).map(Classes::plain).toList();
        }
        return value;
    }

    /** The same with one value or many. */
    static List<String> texts(Object value) {
        return value instanceof List<?> many ? many.stream().map(String::valueOf).toList() : List.of(String.valueOf(value));
    }
}
