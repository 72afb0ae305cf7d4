package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes objects of one type in the form that was asked for, one by one, without building the whole list. */
final class Form {
    private final ResourceType type;
    private final Accepted accepted;
    private final String include;
    private final Tables tables;
    private final boolean asStored;

    Form(ResourceType type, Accepted accepted, String include, Tables tables, Types types) {
        this.type = type;
        this.accepted = accepted;
        this.include = include.isEmpty() ? "Metadata" : include;
        this.tables = tables;
        this.asStored = types.stored(type.qualified()).equals(type) && !type.group().equals("events.k8s.io");
    }

    /** The object in the version that was asked for. */
    ObjectNode tree(Stored object) {
        ObjectNode tree = object.tree().put("apiVersion", type.apiVersion());
        return type.group().equals("events.k8s.io") ? Events.modern(tree) : tree;
    }

    byte[] bytes(Stored object) {
        if (accepted.partial()) {
            return Json.bytes(Tables.partial(object.tree()));
        }
        return asStored ? object.json() : Json.bytes(tree(object));
    }

    /** One object as a whole answer; for tables a table of one row. */
    byte[] single(ObjectNode tree) {
        if (accepted.table()) {
            return Json.bytes(oneRow(tree, true));
        }
        return Json.bytes(accepted.partial() ? Tables.partial(tree) : tree);
    }

    ObjectNode oneRow(ObjectNode tree, boolean definitions) {
        ObjectNode table = tables.table(Json.text(tree, "metadata", "resourceVersion"));
        if (definitions) {
            table.set("columnDefinitions", tables.definitions(type));
        } else {
            table.putNull("columnDefinitions");
        }
        table.putArray("rows").add(tables.row(type, tree, include));
        return table;
    }

    /** One page of objects; the continue token is empty on the last page. */
    void list(OutputStream out, long version, List<Stored> objects, String next, long remaining) throws IOException {
        ObjectNode meta = Json.object().put("resourceVersion", Long.toString(version));
        if (!next.isEmpty()) {
            meta.put("continue", next).put("remainingItemCount", remaining);
        }
        if (accepted.table()) {
            write(out, "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":" + meta + ",\"columnDefinitions\":"
                    + tables.definitions(type) + ",\"rows\":[");
        } else {
            String kind = accepted.partial() ? "PartialObjectMetadataList" : type.kind() + "List";
            String version2 = accepted.partial() ? "meta.k8s.io/v1" : type.apiVersion();
            write(out, "{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + version2 + "\",\"metadata\":" + meta + ",\"items\":[");
        }
        boolean first = true;
        for (Stored object : objects) {
            if (!first) {
                out.write(',');
            }
            first = false;
            out.write(accepted.table() ? Json.bytes(tables.row(type, tree(object), include)) : bytes(object));
        }
        write(out, "]}\n");
    }

    /** One event of a watch; the first table of a watch carries the columns. */
    void event(OutputStream out, String change, Stored object, boolean first) throws IOException {
        write(out, "{\"type\":\"" + change + "\",\"object\":");
        out.write(accepted.table() ? Json.bytes(oneRow(tree(object), first)) : bytes(object));
        write(out, "}\n");
    }

    void bookmark(OutputStream out, long version, boolean endOfInitial, boolean first) throws IOException {
        ObjectNode mark = Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
        ObjectNode meta = mark.putObject("metadata").put("resourceVersion", Long.toString(version));
        if (endOfInitial) {
            meta.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        ObjectNode object = mark;
        if (accepted.partial()) {
            object = Tables.partial(mark);
        } else if (accepted.table()) {
            object = oneRow(mark, first);
            ((ObjectNode) object.path("rows").path(0)).set("object", include.equals("Object") ? mark : Tables.partial(mark));
        }
        write(out, "{\"type\":\"BOOKMARK\",\"object\":" + object + "}\n");
    }

    static void error(OutputStream out, ApiFailure failure) throws IOException {
        write(out, "{\"type\":\"ERROR\",\"object\":" + failure.status() + "}\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

}
