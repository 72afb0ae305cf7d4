package dev.fresnel.http.edge;

/**
 * How many connections may be open; 0 = any number.
 *
 * @param connections of all together
 * @param ofOneAddress of one client's address; loopback is never limited, proxies on this machine stand there
 */
public record Limits(int connections, int ofOneAddress) {
    public static final Limits NONE = new Limits(0, 0);

    static final int CONNECTIONS = 10_000;
    static final int OF_ONE_ADDRESS = 1000;
}
