package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which addresses may be asked. Link-local ones, where clouds keep their credentials, never are.
 *
 * @param networks private networks may be asked (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7)
 * @param loopback this machine may be asked
 */
public record Addresses(boolean networks, boolean loopback) {
    /** For what an admin wrote into a file of this server. */
    public static final Addresses CONFIGURED = new Addresses(true, true);
    /** For what somebody typed into a page, and for what an index points to. */
    public static final Addresses TYPED = new Addresses(false, false);

    /** Numbers that mean an address to some readers and a name to others: {@code 2130706433}, {@code 0x7f.1}, {@code 0177.0.0.1}. */
    private static final Pattern ODD_NUMBER = Pattern.compile("(0[xX][0-9a-fA-F]*|[0-9]+)(\\.(0[xX][0-9a-fA-F]*|[0-9]+))*\\.?");
    private static final Pattern QUAD = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    /**
     * Looks the host up, once; the platform keeps the answer for the connection that follows.
     *
     * @throws Refusal when it is no web address, is not found, or is or resolves to one that may not be asked
     */
    public void check(URI address) throws Refusal {
        String host = hostOf(address);
        try {
            for (InetAddress resolved : InetAddress.getAllByName(host)) {
                if (!allows(resolved)) {
                    throw new Refusal(Reason.ADDRESS_FORBIDDEN, host + " is " + resolved.getHostAddress() + ", which may not be asked from here");
                }
            }
        } catch (UnknownHostException e) {
            throw new Refusal(Reason.SOURCE_UNREACHABLE, "the host " + host + " is not known", e);
        }
    }

    /** What can be said without a look-up, for a proxy that does it. */
    public void checkName(URI address) throws Refusal {
        String host = hostOf(address);
        if (QUAD.matcher(host).matches() || host.indexOf(':') >= 0) {
            check(address);
        } else if (!loopback && (host.equals("localhost") || host.endsWith(".localhost"))) {
            throw new Refusal(Reason.ADDRESS_FORBIDDEN, host + " may not be asked from here");
        }
    }

    private static String hostOf(URI address) throws Refusal {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        String host = address.getHost();
        if (!scheme.equals("http") && !scheme.equals("https") || host == null || host.isEmpty()) {
            throw new Refusal(Reason.ADDRESS_FORBIDDEN, "is no web address: only http and https are asked");
        }
        if (address.getRawUserInfo() != null) {
            throw new Refusal(Reason.ADDRESS_FORBIDDEN, "the address has credentials in it; they belong into the credentials file");
        }
        String plain = host.toLowerCase(Locale.ROOT);
        if (ODD_NUMBER.matcher(plain).matches() && !QUAD.matcher(plain).matches()) {
            throw new Refusal(Reason.ADDRESS_FORBIDDEN, plain + " is no plain address");
        }
        return plain.startsWith("[") ? plain.substring(1, plain.length() - 1) : plain;
    }

    boolean allows(InetAddress address) {
        byte[] bytes = v4(address.getAddress());
        if (bytes.length == 4) {
            return allowsV4(Byte.toUnsignedInt(bytes[0]), Byte.toUnsignedInt(bytes[1]), Byte.toUnsignedInt(bytes[2]), Byte.toUnsignedInt(bytes[3]));
        }
        if (address.isLoopbackAddress()) {
            return loopback;
        }
        boolean never = address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress() || address.isSiteLocalAddress() || metadata(bytes);
        boolean unique = (bytes[0] & 0xfe) == 0xfc;
        return !never && (!unique || networks);
    }

    /** fd00:ec2::254, where one cloud answers besides the link-local address. */
    private static boolean metadata(byte[] bytes) {
        return Arrays.equals(bytes, new byte[] {(byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54});
    }

    private boolean allowsV4(int a, int b, int c, int d) {
        if (a == 127) {
            return loopback;
        }
        boolean never = a == 0 || a >= 224 || a == 169 && b == 254 || a == 100 && b == 100 && c == 100 && d == 200 || a == 192 && b == 0 && c == 0 || a == 168 && b == 63 && c == 129 && d == 16;
        boolean own = a == 10 || a == 172 && b >= 16 && b < 32 || a == 192 && b == 168 || a == 100 && b >= 64 && b < 128;
        return !never && (!own || networks);
    }

    /** An IPv4 address that is written as an IPv6 one: mapped, compatible, NAT64, 6to4. */
    private static byte[] v4(byte[] bytes) {
        if (bytes.length != 16) {
            return bytes;
        }
        boolean zeros = zeros(bytes, 0, 10);
        boolean mapped = zeros && bytes[10] == -1 && bytes[11] == -1;
        boolean compatible = zeros(bytes, 0, 12) && !(zeros(bytes, 12, 15) && bytes[15] <= 1);
        boolean nat64 = bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xff && bytes[3] == (byte) 0x9b && zeros(bytes, 4, 12);
        if (mapped || compatible || nat64) {
            return Arrays.copyOfRange(bytes, 12, 16);
        }
        return bytes[0] == 0x20 && bytes[1] == 0x02 ? Arrays.copyOfRange(bytes, 2, 6) : bytes;
    }

    private static boolean zeros(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

}
