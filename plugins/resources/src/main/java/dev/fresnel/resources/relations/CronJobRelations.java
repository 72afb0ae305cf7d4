package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** What the pods of a CronJob are made of. */
@Component
public final class CronJobRelations implements RelationSource {
    private static final String TEMPLATE = "/spec/jobTemplate/spec/template";

    @Override
    public Reads reads() {
        return Around.reading(Reads.of(Kinds.CRON_JOB, TEMPLATE));
    }

    @Override
    public List<Relation> relations(KubeObject object, Lookup lookup) {
        return Around.workload(object, TEMPLATE, lookup);
    }
}
