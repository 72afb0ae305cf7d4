package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Which Kubernetes the server says it is: the level of its data. */
public final class Version {
    public static final String KUBERNETES = "v1.36.1";

    private Version() {}

    static ObjectNode info() {
        return Json.object().put("major", "1").put("minor", "36").put("gitVersion", KUBERNETES).put("gitCommit", "")
                .put("gitTreeState", "clean").put("buildDate", "").put("goVersion", "").put("compiler", "").put("platform", "linux/amd64");
    }
}
