package dev.fresnel.uihost;

import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One file that never changes under its URL; packed once, and again when memory was short. */
final class Asset {
    private static final int WORTH_IT = 1_000;

    /** Where the bytes are. */
    interface Content {
        byte[] read();
    }

    private final String type;
    private final Content content;
    private final @Nullable Content ready;
    private volatile @Nullable SoftReference<byte[]> packed;

    Asset(String name, Content content) {
        this(name, content, null);
    }

    /** @param ready the same bytes in gzip; null = they are packed here */
    Asset(String name, Content content, @Nullable Content ready) {
        this.type = MediaType.of(name);
        this.content = content;
        this.ready = ready;
    }

    byte[] bytes() {
        return content.read();
    }

    Response answer(Request request) {
        boolean gzip = MediaType.packs(type) && request.header("Accept-Encoding").orElse("").contains("gzip");
        byte[] body = gzip ? packed() : bytes();
        var headers = new HashMap<>(Map.of(
                "Content-Type", List.of(type),
                "Cache-Control", List.of("public, max-age=31536000, immutable"),
                "Vary", List.of("Accept-Encoding")));
        if (gzip && body.length > 0 && isGzip(body)) {
            headers.put("Content-Encoding", List.of("gzip"));
        }
        return new Response(200, headers, new Response.Bytes(body));
    }

    private byte[] packed() {
        var kept = packed;
        byte[] known = kept == null ? null : kept.get();
        if (known != null) {
            return known;
        }
        byte[] result = ready == null ? pack(bytes()) : ready.read();
        packed = new SoftReference<>(result);
        return result;
    }

    private static byte[] pack(byte[] plain) {
        return plain.length < WORTH_IT ? plain : gzip(plain);
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    }

    private static byte[] gzip(byte[] plain) {
        var out = new ByteArrayOutputStream(plain.length / 3 + 64);
        try (var zip = new Tight(out)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Packed once and sent often. */
    private static final class Tight extends GZIPOutputStream {
        Tight(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
