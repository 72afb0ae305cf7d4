package dev.fresnel.catalog.service;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.source.Addresses;
import dev.fresnel.catalog.index.source.Credentials;
import dev.fresnel.catalog.index.source.Proxy;
import dev.fresnel.catalog.index.source.Reach;
import dev.fresnel.catalog.index.source.Setting;
import dev.fresnel.catalog.service.ledger.Ledger;
import dev.fresnel.catalog.service.ledger.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes the sources that are configured. What stands on the command line may be on this machine and in private networks; what
 * somebody typed into a page may not. Beside the catalog's files an admin may put {@code credentials.json} and {@code authorities.pem}.
 */
final class Sources {
    static final Shop.Openers OPENERS = (trust, home) -> wanted -> {
        Reach reach = reach(home).with(wanted.fixed() ? Addresses.CONFIGURED : Addresses.TYPED);
        return new dev.fresnel.catalog.index.source.Sources(new Setting(trust, reach, Bounds.USUAL, temporary(home), Optional.empty())).open(wanted.location());
    };

    private Sources() {}

    private static Reach reach(Path home) throws Refusal {
        Reach reach = Reach.USUAL.through(Proxy.of(System.getenv()));
        Path authorities = home.resolve("authorities.pem");
        Path credentials = home.resolve("credentials.json");
        reach = Files.exists(authorities) ? reach.trusting(authorities) : reach;
        return Files.exists(credentials) ? reach.with(Credentials.read(credentials)) : reach;
    }

    private static Path temporary(Path home) throws Refusal {
        Path folder = home.resolve(Ledger.FETCHED);
        try {
            PrivateFiles.folder(folder);
            return folder;
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }
}
