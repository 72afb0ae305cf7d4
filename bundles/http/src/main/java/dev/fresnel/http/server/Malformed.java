package dev.fresnel.http.server;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.http.edge.Policy;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses by itself gets the same kind of answer as everything else, without a word of its own. */
final class Malformed extends ErrorHandler {
    private final Refusals refusals;
    private final JsonCodec codec;

    Malformed(Refusals refusals, JsonCodec codec) {
        this.refusals = refusals;
        this.codec = codec;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var refusal = refusals.malformed(response.getStatus());
        write(refusal, response.getHeaders());
        response.write(true, body(refusal), callback);
        return true;
    }

    @Override
    @SuppressWarnings({"deprecation", "removal"}) // nothing else answers a request that cannot be parsed
    public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
        var refusal = refusals.malformed(status);
        write(refusal, fields);
        return body(refusal);
    }

    private static void write(dev.fresnel.api.http.Response refusal, HttpFields.Mutable fields) {
        refusal.headers().forEach((name, values) -> fields.put(name, values.getFirst()));
        Policy.headers().forEach(fields::put);
        fields.put("Content-Security-Policy", Policy.nothing());
        fields.put("Cache-Control", "no-store");
    }

    private ByteBuffer body(dev.fresnel.api.http.Response refusal) {
        return refusal.body() instanceof dev.fresnel.api.http.Response.Bytes bytes
                ? ByteBuffer.wrap(bytes.bytes())
                : ByteBuffer.wrap(codec.write(""));
    }
}
