package dev.fresnel.access;

import dev.fresnel.api.http.Request;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pass in cookies that only we can read and make (JWE, RFC 7516); cut into pieces that browsers keep. */
final class SealedCookies {
    private static final int PIECE = 3800;
    /** Four fill what a request's head may hold. */
    private static final int PIECES = 4;
    /** Pieces that may be left of an earlier, longer one. */
    private static final int LOOKED_FOR = 8;

    private final Cookies cookies;
    private final KeyRing ring;
    private final JsonCodec codec;

    SealedCookies(Cookies cookies, KeyRing ring, JsonCodec codec) {
        this.cookies = cookies;
        this.ring = ring;
        this.codec = codec;
    }

    private Cookies piece(int number) {
        return cookies.named("-t" + number);
    }

    /** {@code Set-Cookie} lines; those of an earlier pass go. @throws Problem INVALID when it is too large for cookies */
    List<String> set(Pass pass, Request request, String header) {
        String text = sealed(pass);
        int count = (text.length() + PIECE - 1) / PIECE;
        if (count > PIECES) {
            throw new Problem(Problem.Kind.INVALID, "TOKEN_TOO_LARGE", "This token is too large for a browser's cookies: use one with fewer groups.");
        }
        var lines = new ArrayList<String>();
        for (int number = 0; number < LOOKED_FOR; number++) {
            if (number < count) {
                String part = text.substring(number * PIECE, Math.min(text.length(), (number + 1) * PIECE));
                lines.add(piece(number).set(number == 0 ? count + "." + part : part, request));
            } else if (piece(number).in(header, request).isPresent()) {
                lines.add(piece(number).clear(request));
            }
        }
        return lines;
    }

    List<String> clear(Request request, String header) {
        var lines = new ArrayList<String>();
        for (int number = 0; number < LOOKED_FOR; number++) {
            if (piece(number).in(header, request).isPresent()) {
                lines.add(piece(number).clear(request));
            }
        }
        return lines;
    }

    /**
     * The pass that a request brings.
     *
     * @throws Problem UNAUTHENTICATED when what it brings was not, or is no longer, sealed by us
     */
    Optional<Pass> read(Request request, String header) {
        Optional<String> first = piece(0).in(header, request);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        int dot = first.get().indexOf('.');
        if (dot != 1 || first.get().charAt(0) < '1' || first.get().charAt(0) > '0' + PIECES) {
            throw broken();
        }
        var text = new StringBuilder(first.get().substring(2));
        for (int number = 1; number < first.get().charAt(0) - '0'; number++) {
            text.append(piece(number).in(header, request).orElseThrow(SealedCookies::broken));
        }
        return Optional.of(opened(text.toString()));
    }

    private String sealed(Pass pass) {
        var members = new LinkedHashMap<String, Object>();
        members.put("i", pass.id());
        members.put("t", pass.token());
        members.put("c", pass.cluster());
        members.put("n", pass.name());
        members.put("g", pass.groups());
        members.put("e", pass.end().getEpochSecond());
        members.put("x", pass.tokenEnd().equals(Instant.MAX) ? 0 : pass.tokenEnd().getEpochSecond());
        return new Jwe(ring).seal(codec.write(members));
    }

    private Pass opened(String text) {
        return pass(codec.parse(new Jwe(ring).open(text).orElseThrow(SealedCookies::broken)));
    }

    private static Pass pass(Json json) {
        long end = json.get("x").number(0);
        return new Pass(
                json.get("i").text(),
                json.get("t").text(),
                json.get("c").text(),
                json.get("n").text(),
                json.get("g").items().stream().map(Json::text).toList(),
                Instant.ofEpochSecond(json.get("e").number(0)),
                end == 0 ? Instant.MAX : Instant.ofEpochSecond(end));
    }

    private static Problem broken() {
        return new Problem(Problem.Kind.UNAUTHENTICATED, "SESSION_INVALID", "This session is not one of ours: sign in again.", Map.of(), null);
    }
}
