package dev.fresnel.catalog.manager;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.source.Credentials;
import dev.fresnel.catalog.index.source.Proxy;
import dev.fresnel.catalog.index.source.Reach;
import dev.fresnel.catalog.index.source.Setting;
import dev.fresnel.catalog.index.source.Sources;
import dev.fresnel.catalog.index.trust.Memory;
import dev.fresnel.catalog.index.trust.Policy;
import dev.fresnel.catalog.index.trust.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What rounds need, made from the command line. */
final class Opening {
    private Opening() {}

    static Trust trust(Arguments arguments) throws Refusal {
        Policy policy = Policy.of(arguments.unsigned() ? Policy.Unsigned.FOLDERS : Policy.Unsigned.NOWHERE);
        if (arguments.trust().isPresent()) {
            policy = Policy.read(bytes(arguments.trust().get()));
        }
        return new Trust(policy, new Memory(arguments.plugins().resolve(Folder.OWN).resolve("trust-memory.json")), Clock.systemUTC());
    }

    private static byte[] bytes(Path file) throws Refusal {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refusal(Reason.SOURCE_MISSING, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static Offers.Opener sources(Arguments arguments, Trust trust, Path temporary) throws Refusal {
        Arguments.Outside outside = arguments.outside();
        Reach reach = Reach.USUAL;
        if (outside.credentials().isPresent()) {
            reach = reach.with(Credentials.read(outside.credentials().get()));
        }
        if (outside.authorities().isPresent()) {
            reach = reach.trusting(outside.authorities().get());
        }
        reach = reach.through(outside.proxy().isPresent() ? Optional.of(Proxy.of(outside.proxy().get(), List.of())) : Proxy.of(System.getenv()));
        try {
            return new Sources(new Setting(trust, reach, Bounds.USUAL, temporary, outside.maven().map(URI::create)))::open;
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.SOURCE_INVALID, "--maven is no address: " + outside.maven().orElse(""), e);
        }
    }
}
