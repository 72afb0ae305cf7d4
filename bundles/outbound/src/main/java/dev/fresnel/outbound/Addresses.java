package dev.fresnel.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells addresses that a plugin may reach from those that it must not. */
final class Addresses {
    private Addresses() {}

    /** Why not, {@code ""} when it may be reached. */
    static String refusal(InetAddress address, boolean privately) {
        InetAddress real = unwrapped(address);
        byte[] bytes = real.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (real.isLoopbackAddress() || real.isAnyLocalAddress() || real instanceof Inet4Address && first == 0) {
            return "it is this machine itself";
        }
        if (real.isLinkLocalAddress() || real.isMulticastAddress() || real instanceof Inet4Address && first >= 240) {
            return "link-local, multicast and reserved addresses are not for plugins";
        }
        if (metadata(bytes)) {
            return "it tells credentials of the machine";
        }
        boolean inside = real.isSiteLocalAddress()
                || real instanceof Inet4Address && first == 100 && second >= 64 && second < 128
                || real instanceof Inet4Address && (first == 192 && second == 0 || first == 198 && (second == 18 || second == 19))
                || real instanceof Inet6Address && (first & 0xfe) == 0xfc;
        return inside && !privately ? "it is a private address, and nobody has named the host as one that may be reached" : "";
    }

    /** Of clouds: IPv4 ones are link-local, these are not. */
    private static boolean metadata(byte[] bytes) {
        boolean amazon = bytes.length == 16 && (bytes[0] & 0xff) == 0xfd && bytes[1] == 0 && bytes[2] == 0x0e && (bytes[3] & 0xff) == 0xc2 && bytes[15] == 0x54;
        boolean alibaba = bytes.length == 4 && (bytes[0] & 0xff) == 100 && bytes[1] == 100 && bytes[2] == 100 && (bytes[3] & 0xff) == 200;
        boolean azure = bytes.length == 4 && (bytes[0] & 0xff) == 168 && bytes[1] == 63 && (bytes[2] & 0xff) == 129 && bytes[3] == 16;
        return amazon || alibaba || azure;
    }

    /** IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4) is the IPv4 address. */
    private static InetAddress unwrapped(InetAddress address) {
        byte[] all = address.getAddress();
        if (all.length != 16) {
            return address;
        }
        boolean nat64 = all[0] == 0 && all[1] == 0x64 && (all[2] & 0xff) == 0xff && (all[3] & 0xff) == 0x9b;
        boolean sixToFour = all[0] == 0x20 && all[1] == 0x02;
        boolean low = true;
        for (int i = 0; i < 10; i++) {
            low &= all[i] == 0;
        }
        boolean mapped = low && (all[10] == 0 && all[11] == 0 || (all[10] & 0xff) == 0xff && (all[11] & 0xff) == 0xff);
        boolean one = low && all[10] == 0 && all[11] == 0 && all[12] == 0 && all[13] == 0 && all[14] == 0;
        int at = sixToFour ? 2 : 12;
        if (!nat64 && !sixToFour && (!mapped || one)) {
            return address;
        }
        try {
            return InetAddress.getByAddress(new byte[] {all[at], all[at + 1], all[at + 2], all[at + 3]});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // four bytes are an address
        }
    }
}
