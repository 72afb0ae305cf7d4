package dev.fresnel.http.tunnel;

import dev.fresnel.spi.transport.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is said to a proxy until it lets us through. */
interface ProxyWords {
    /** What to send first. */
    byte[] first();

    /**
     * @param heard all that the proxy has said since the last answer of ours; consumed when it was enough
     * @return what to answer, nothing = through; empty when the proxy has not said enough
     * @throws IOException when it refuses, with its reason
     */
    Optional<byte[]> next(ByteBuffer heard) throws IOException;

    static ProxyWords of(Address.Proxy proxy, Address address) {
        return proxy.kind() == Address.Kind.SOCKS5 ? new Socks(proxy, address) : new Connect(proxy, address);
    }

    /** HTTP: {@code CONNECT}. */
    record Connect(Address.Proxy proxy, Address address) implements ProxyWords {
        @Override
        public byte[] first() {
            String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
            String to = host + ":" + address.port();
            String authorization = proxy.authorization().isEmpty() ? "" : "Proxy-Authorization: " + proxy.authorization() + "\r\n";
            return ("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n" + authorization + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public Optional<byte[]> next(ByteBuffer heard) throws IOException {
            String text = StandardCharsets.ISO_8859_1.decode(heard.duplicate()).toString();
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return Optional.empty();
            }
            heard.position(heard.position() + end + 4);
            if (!text.matches("(?s)HTTP/1\\.[01] 2\\d\\d.*")) {
                String status = text.substring(Math.min(9, end), text.indexOf("\r\n"));
                throw new IOException("the proxy answered " + status + (status.startsWith("407") ? "; put your name and password into its URL" : ""));
            }
            return Optional.of(new byte[0]);
        }
    }

    /** SOCKS version 5 (RFC 1928), with name and password (RFC 1929) when there are some; names are the proxy's to resolve. */
    final class Socks implements ProxyWords {
        private static final int NONE = 0;
        private static final int PASSWORD = 2;

        private enum Turn {
            METHOD,
            LOGIN,
            REPLY
        }

        private final Address.Proxy proxy;
        private final Address address;
        private Turn turn = Turn.METHOD;

        Socks(Address.Proxy proxy, Address address) {
            this.proxy = proxy;
            this.address = address;
        }

        @Override
        public byte[] first() {
            return proxy.authorization().isEmpty() ? new byte[] {5, 1, NONE} : new byte[] {5, 2, NONE, PASSWORD};
        }

        @Override
        public Optional<byte[]> next(ByteBuffer heard) throws IOException {
            return switch (turn) {
                case METHOD -> heard.remaining() < 2 ? Optional.empty() : Optional.of(method(heard.get(), heard.get()));
                case LOGIN -> heard.remaining() < 2 ? Optional.empty() : Optional.of(login(heard.get(), heard.get()));
                case REPLY -> reply(heard);
            };
        }

        private byte[] method(byte version, byte method) throws IOException {
            if (version == 5 && method == NONE) {
                return connect();
            }
            if (version == 5 && method == PASSWORD && !proxy.authorization().isEmpty()) {
                turn = Turn.LOGIN;
                String[] pair = proxy.authorization().split(":", 2);
                var words = new ByteArrayOutputStream();
                words.write(1);
                text(words, pair[0]);
                text(words, pair.length > 1 ? pair[1] : "");
                return words.toByteArray();
            }
            throw new IOException("the proxy wants to know who asks in a way that is not known here; put your name and password into its URL");
        }

        private byte[] login(byte version, byte status) throws IOException {
            if (status != 0) {
                throw new IOException("the proxy did not accept name and password");
            }
            return connect();
        }

        private byte[] connect() throws IOException {
            turn = Turn.REPLY;
            var words = new ByteArrayOutputStream();
            words.writeBytes(new byte[] {5, 1, 0, 3});
            text(words, address.host());
            words.write(address.port() >> 8);
            words.write(address.port());
            return words.toByteArray();
        }

        private static void text(ByteArrayOutputStream words, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 255) {
                throw new IOException("a name for the proxy is too long");
            }
            words.write(bytes.length);
            words.writeBytes(bytes);
        }

        private static Optional<byte[]> reply(ByteBuffer heard) throws IOException {
            if (heard.remaining() < 5) {
                return Optional.empty();
            }
            int at = heard.position();
            if (heard.get(at + 1) != 0) {
                throw new IOException("the proxy cannot reach it (SOCKS code " + heard.get(at + 1) + ")");
            }
            int length = switch (heard.get(at + 3)) {
                case 1 -> 10;
                case 4 -> 22;
                default -> 7 + (heard.get(at + 4) & 0xff);
            };
            if (heard.remaining() < length) {
                return Optional.empty();
            }
            heard.position(at + length);
            return Optional.of(new byte[0]);
        }
    }
}
