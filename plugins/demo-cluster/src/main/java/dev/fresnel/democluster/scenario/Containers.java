package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What containers do when somebody comes in: a small shell of our own, and a page on their ports. Nothing of this machine is run. */
record Containers(Cluster cluster) {
    int run(ObjectNode pod, String container, List<String> command, Terminal terminal) throws IOException, InterruptedException {
        return new Shell(new Box(cluster, pod, container), terminal).run(command);
    }

    static byte[] answer(ObjectNode pod, int port, String head) {
        String[] words = head.lines().findFirst().orElse("").split(" ");
        String name = Json.text(pod, "metadata", "name");
        String text = words.length < 3 ? "not HTTP\n"
                : "Hello from " + name + " in " + Json.text(pod, "metadata", "namespace") + ", port " + port + "\n" + words[0] + " " + words[1] + "\n";
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String answer = "HTTP/1.1 " + (words.length < 3 ? "400 Bad Request" : "200 OK") + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        return (answer + (words[0].equals("HEAD") ? "" : text)).getBytes(StandardCharsets.UTF_8);
    }
}
