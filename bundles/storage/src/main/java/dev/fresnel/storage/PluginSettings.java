package dev.fresnel.storage;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.settings.Scope;
import dev.fresnel.api.settings.Settings;
import dev.fresnel.api.settings.SettingsType;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.form.Form;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Build;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link Settings} that one bundle gets. */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginSettings implements Settings {
    private final Build build;
    private final Kept kept;
    private final Json nothing;

    @Activate
    public PluginSettings(ComponentContext context, @Reference Kept kept, @Reference JsonCodec json) {
        this(Build.of(context.getUsingBundle()).orElseThrow(() -> new IllegalStateException("only plugins have settings")), kept, json);
    }

    PluginSettings(Build build, Kept kept, JsonCodec json) {
        this.build = build;
        this.kept = kept;
        this.nothing = json.parse("{}".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public <T extends Record> T get(Class<T> type) {
        SettingsType said = said(type);
        if (said.scope() != Scope.INSTALL) {
            throw new IllegalArgumentException(type.getName() + " are settings of a " + said.scope() + ": a view is needed");
        }
        return read(type, said, key(Scope.INSTALL, "", Principal.NOBODY));
    }

    @Override
    public <T extends Record> T get(Class<T> type, View view) {
        SettingsType said = said(type);
        return read(type, said, key(said.scope(), view.cluster(), CallersView.of(view).principal()));
    }

    /**
     * Where values of one scope lie. A user is a name and how they came in: the credential itself changes with every token.
     */
    static String key(Scope scope, String cluster, Principal principal) {
        return switch (scope) {
            case INSTALL -> "install";
            case CLUSTER -> "cluster-" + Cabinet.safe(cluster);
            case USER -> "user-" + Cabinet.safe(principal.name().isEmpty() ? principal.key() : principal.name());
        };
    }

    private static SettingsType said(Class<?> type) {
        SettingsType said = type.getAnnotation(SettingsType.class);
        if (said == null) {
            throw new IllegalArgumentException(type.getName() + " has no @SettingsType");
        }
        return said;
    }

    private <T> T read(Class<T> type, SettingsType said, String key) {
        Json values = kept.values(new Kept.Place(build.plugin(), said.id(), key), said.schema()).orElse(nothing);
        return Form.make(type, Form.of(type).mend(values));
    }
}
