package dev.fresnel.e2e.oracle;

import java.util.List;
import java.util.Map;

/**
 * What a list showed at one moment.
 *
 * @param status 200, or why nothing was shown
 * @param rows cells without ages by namespace and uid
 */
record Answer(int status, Map<String, Row> rows) {
    /** One row; its cells without the age. */
    record Row(String namespace, String name, List<String> cells) {}

    boolean granted() {
        return status == 200;
    }
}
