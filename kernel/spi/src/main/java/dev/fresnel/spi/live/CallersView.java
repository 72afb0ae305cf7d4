package dev.fresnel.spi.live;

import dev.fresnel.api.view.View;
import dev.fresnel.spi.principal.Principal;
import org.osgi.annotation.versioning.ProviderType;

/** A view, and through whose eyes: how services of the platform learn on whose behalf a plugin asks. */
@ProviderType
public interface CallersView extends View {
    Principal principal();

    /** @throws IllegalArgumentException when the view is none that the platform has made */
    static CallersView of(View view) {
        if (view instanceof CallersView ours) {
            return ours;
        }
        throw new IllegalArgumentException("The view is none of the platform's: " + view.getClass().getName());
    }
}
