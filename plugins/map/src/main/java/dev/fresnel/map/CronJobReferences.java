package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** What the template of a CronJob's Jobs refers to. */
@Component(service = MapSource.class)
public final class CronJobReferences extends References {
    public CronJobReferences() {
        super(Kinds.CRON_JOB, "/spec/jobTemplate/spec/template/spec");
    }
}
