package dev.fresnel.api.chart;

import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Answers queries of charts; the first source whose language fits and that knows the cluster is asked. */
@ConsumerType
public interface SeriesSource {
    /** {@code promql}. */
    String language();

    /** Whether there is something to ask for this cluster, with the caller's eyes. */
    boolean knows(View view);

    /** @param query the template, filled in */
    Answer<List<Series>> series(View view, String query, Range range);
}
