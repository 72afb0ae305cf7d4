package dev.fresnel.e2e;

import dev.fresnel.testing.Layout;
import dev.fresnel.testing.plugin.PluginContract;
import java.nio.file.Path;

/** The plugin that the guide shows keeps what every plugin has to keep. */
class TemplateIT extends PluginContract {
    @Override
    protected Path jar() {
        return Layout.root().resolve("plugins/template/target/template-0.1.0-SNAPSHOT.jar");
    }
}
