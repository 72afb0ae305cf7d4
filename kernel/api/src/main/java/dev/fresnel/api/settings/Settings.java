package dev.fresnel.api.settings;

import dev.fresnel.api.view.View;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The plugin's own settings; a service that each bundle gets for itself. A change is a new value on the next call. Values that
 * no longer fit their schema are their defaults.
 */
@ProviderType
public interface Settings {
    /** Settings of the installation. @param type a record with a {@link SettingsType} */
    <T extends Record> T get(Class<T> type);

    /** Settings of the view's cluster, or of the user whose view it is, as the type's scope says. */
    <T extends Record> T get(Class<T> type, View view);
}
