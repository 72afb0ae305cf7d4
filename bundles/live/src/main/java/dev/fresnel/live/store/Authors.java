package dev.fresnel.live.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who changed an object last, as its managed fields say: those whose entries have the newest time, and those that scaled it, whose entries
 * the API server gives no time.
 */
public final class Authors {
    private static final int LONGEST = 128;
    private static final int MOST = 4;
    private static final String SCALED = "\tscale\t";

    private String newest = "";
    private final List<String> lines = new ArrayList<>(2);
    private final List<String> scalers = new ArrayList<>(0);

    /**
     * One of them.
     *
     * @param manager {@code kubectl-client-side-apply}
     * @param operation {@code Update} or {@code Apply}
     * @param subresource {@code status}, {@code ""} = the object itself
     * @param time RFC 3339; {@code ""} = not told
     */
    public record Author(String manager, String operation, String subresource, String time) {
        /** Whether it may be long ago: it says who set the number of replicas that there is. */
        public boolean scaled() {
            return time.isEmpty() && subresource.equals("scale");
        }
    }

    /** The parser stands at the value of {@code managedFields}; at its end afterwards. */
    void read(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
            entry(in);
        }
    }

    private void entry(JsonParser in) throws IOException {
        String manager = "";
        String operation = "";
        String subresource = "";
        String time = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "manager" -> manager = in.getText();
                case "operation" -> operation = in.getText();
                case "subresource" -> subresource = in.getText();
                case "time" -> time = in.getText();
                default -> in.skipChildren();
            }
        }
        if (time.isEmpty() && subresource.equals("scale")) {
            if (scalers.size() < MOST && !manager.isEmpty()) {
                scalers.add(line(manager, operation, subresource, time));
            }
            return;
        }
        int order = time.compareTo(newest);
        if (order > 0) {
            newest = time;
            lines.clear();
        }
        if (order >= 0 && lines.size() < MOST && !manager.isEmpty()) {
            lines.add(line(manager, operation, subresource, time));
        }
    }

    private static String line(String manager, String operation, String subresource, String time) {
        return clean(manager) + '\t' + clean(operation) + '\t' + clean(subresource) + '\t' + clean(time);
    }

    private static String clean(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return cut.indexOf('\t') < 0 && cut.indexOf('\n') < 0 ? cut : cut.replace('\t', ' ').replace('\n', ' ');
    }

    /** When the newest of them did, epoch seconds; 0 = not known. */
    int newest() {
        return newest.isEmpty() ? 0 : (int) (ObjectCopy.millis(newest) / 1000);
    }

    /** One line for each. */
    String text() {
        return scalers.isEmpty() ? String.join("\n", lines) : Stream.concat(lines.stream(), scalers.stream()).collect(Collectors.joining("\n"));
    }

    /** Of such a text, those who scaled. */
    static String scalers(String text) {
        return text.endsWith(SCALED) ? text.lines().filter(line -> line.endsWith(SCALED)).collect(Collectors.joining("\n")) : "";
    }

    /** What {@link Witness.Sighting#authors} says. */
    public static List<Author> parse(String text) {
        return text.isEmpty() ? List.of() : Arrays.stream(text.split("\n")).map(line -> {
            String[] parts = line.split("\t", -1);
            return new Author(parts[0], parts[1], parts[2], parts[3]);
        }).toList();
    }
}
