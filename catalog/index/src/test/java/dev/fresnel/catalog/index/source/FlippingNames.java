package dev.fresnel.catalog.index.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A name server whose answer for one name changes after the first: a harmless address, then this machine. */
public final class FlippingNames extends InetAddressResolverProvider {
    static final String NAME = "flips.example";
    static final AtomicInteger LOOKS = new AtomicInteger();

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver usual = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                if (!host.equals(NAME)) {
                    return usual.lookupByName(host, policy);
                }
                byte[] address = LOOKS.getAndIncrement() == 0 ? new byte[] {(byte) 192, 0, 2, 1} : new byte[] {127, 0, 0, 1};
                return Stream.of(InetAddress.getByAddress(host, address));
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return usual.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "flipping";
    }
}
