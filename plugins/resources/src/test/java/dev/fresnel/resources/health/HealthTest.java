package dev.fresnel.resources.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.resources.Fixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class HealthTest {
    static final List<HealthSource> ALL = List.of(
            new PodHealth(), new DeploymentHealth(), new StatefulSetHealth(), new DaemonSetHealth(), new ReplicaSetHealth(), new JobHealth(),
            new CronJobHealth(), new NodeHealth(), new ClaimHealth(), new VolumeHealth(), new NamespaceHealth(), new ServiceHealth(), new EventHealth(),
            new GroupedEventHealth(), new SigningRequestHealth(),
            new AutoscalerHealth(), new BudgetHealth(), new DefinitionHealth(), new ApiServiceHealth());

    private static Health health(HealthSource source, String text) {
        return source.health(Fixture.of(source.reads().kind(), text).reading(source.reads()));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void anObjectWithoutStatusIsJudgedWithoutAnError(HealthSource source) {
        assertThat(health(source, "{}")).isNotNull();
        assertThat(health(source, "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z'},'spec':null,'status':null}")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'spec':{'replicas':3},'status':{'replicas':3,'updatedReplicas':3,'availableReplicas':3}}|OK|",
        "{'spec':{'replicas':3},'status':{'replicas':3,'updatedReplicas':3,'availableReplicas':1}}|WARNING|1 of 3 available",
        "{'spec':{'replicas':3},'status':{'replicas':3,'updatedReplicas':3}}|ERROR|none available",
        "{'spec':{'replicas':3},'status':{'replicas':4,'updatedReplicas':1,'availableReplicas':3}}|PROGRESS|rolling out, 1 of 3",
        "{'metadata':{'generation':5},'spec':{'replicas':1},'status':{'observedGeneration':4,'replicas':1,'updatedReplicas':1,'availableReplicas':1}}|PROGRESS|rolling out, 1 of 1",
        "{'spec':{'replicas':0},'status':{}}|OFF|scaled to 0",
        "{'spec':{'replicas':1,'paused':true},'status':{'replicas':1,'updatedReplicas':1,'availableReplicas':1}}|OFF|paused",
        "{'spec':{'replicas':1},'status':{'replicas':2,'updatedReplicas':1,'conditions':[{'type':'Progressing','status':'False','reason':'ProgressDeadlineExceeded'}]}}|ERROR|ProgressDeadlineExceeded",
        "{'spec':{'replicas':1},'status':{'conditions':[{'type':'ReplicaFailure','status':'True','reason':'FailedCreate'}]}}|ERROR|FailedCreate",
        "{'spec':{'replicas':2},'status':{'replicas':2,'updatedReplicas':2,'conditions':[{'type':'Progressing','status':'True','reason':'ReplicaSetUpdated'}]}}|PROGRESS|rolling out, 2 of 2",
    })
    void deployments(String text, State state, String reason) {
        assertThat(health(new DeploymentHealth(), text)).isEqualTo(new Health(state, reason == null ? "" : reason));
    }

    @Test
    void otherWorkloads() {
        var set = new StatefulSetHealth();
        assertThat(health(set, "{'spec':{'replicas':3},'status':{'replicas':3,'readyReplicas':3,'currentRevision':'a','updateRevision':'a'}}")).isEqualTo(Health.FINE);
        assertThat(health(set, "{'spec':{'replicas':3},'status':{'replicas':3,'readyReplicas':2,'updatedReplicas':1,'currentRevision':'a','updateRevision':'b'}}"))
                .isEqualTo(new Health(State.PROGRESS, "rolling out, 1 of 3"));
        assertThat(health(set, "{'spec':{'replicas':3},'status':{'replicas':3,'readyReplicas':2,'currentRevision':'a','updateRevision':'a'}}"))
                .isEqualTo(new Health(State.WARNING, "2 of 3 ready"));
        var daemons = new DaemonSetHealth();
        assertThat(health(daemons, "{'status':{'desiredNumberScheduled':4,'updatedNumberScheduled':4,'numberReady':4}}")).isEqualTo(Health.FINE);
        assertThat(health(daemons, "{'status':{'desiredNumberScheduled':4,'updatedNumberScheduled':4,'numberReady':4,'numberMisscheduled':1}}").state()).isEqualTo(State.WARNING);
        var replicas = new ReplicaSetHealth();
        assertThat(health(replicas, "{'spec':{'replicas':0}}")).isEqualTo(Health.of(State.OFF));
        assertThat(health(replicas, "{'spec':{'replicas':2},'status':{'readyReplicas':2}}")).isEqualTo(Health.FINE);
        var job = new JobHealth();
        assertThat(health(job, "{'status':{'active':1}}")).isEqualTo(Health.of(State.PROGRESS));
        assertThat(health(job, "{'status':{'active':1,'failed':2}}")).isEqualTo(new Health(State.WARNING, "2 pods failed"));
        assertThat(health(job, "{'status':{'failed':2,'conditions':[{'type':'Complete','status':'True'}]}}")).isEqualTo(Health.of(State.OFF));
        assertThat(health(job, "{'status':{'conditions':[{'type':'Failed','status':'True','reason':'BackoffLimitExceeded'}]}}"))
                .isEqualTo(new Health(State.ERROR, "BackoffLimitExceeded"));
        assertThat(health(new CronJobHealth(), "{'spec':{'suspend':true}}")).isEqualTo(new Health(State.OFF, "suspended"));
        assertThat(health(new CronJobHealth(), "{'status':{'lastScheduleTime':'x'}}")).isEqualTo(new Health(State.WARNING, "never succeeded"));
    }

    @Test
    void nodes() {
        var node = new NodeHealth();
        assertThat(health(node, "{'status':{'conditions':[{'type':'Ready','status':'True'}]}}")).isEqualTo(Health.FINE);
        assertThat(health(node, "{'status':{'conditions':[{'type':'Ready','status':'Unknown'}]}}")).isEqualTo(new Health(State.UNKNOWN, "node lost"));
        assertThat(health(node, "{'status':{'conditions':[{'type':'Ready','status':'False','reason':'KubeletNotReady'}]}}").state()).isEqualTo(State.ERROR);
        assertThat(health(node, "{'status':{'conditions':[{'type':'MemoryPressure','status':'True'},{'type':'Ready','status':'True'}]}}"))
                .isEqualTo(new Health(State.WARNING, "MemoryPressure"));
        assertThat(health(node, "{'spec':{'unschedulable':true},'status':{'conditions':[{'type':'Ready','status':'True'}]}}"))
                .isEqualTo(new Health(State.OFF, "cordoned"));
    }

    @Test
    void storageNamespacesServicesAndTheRest() {
        assertThat(health(new ClaimHealth(), "{'status':{'phase':'Pending'}}").state()).isEqualTo(State.WAITING);
        assertThat(health(new ClaimHealth(), "{'status':{'phase':'Lost'}}").state()).isEqualTo(State.ERROR);
        assertThat(health(new ClaimHealth(), "{'status':{'phase':'Bound','conditions':[{'type':'Resizing','status':'True'}]}}").state()).isEqualTo(State.PROGRESS);
        assertThat(health(new VolumeHealth(), "{'spec':{'persistentVolumeReclaimPolicy':'Retain'},'status':{'phase':'Released'}}"))
                .isEqualTo(new Health(State.OFF, "retained"));
        assertThat(health(new NamespaceHealth(), "{'status':{'phase':'Active'}}")).isEqualTo(Health.FINE);
        assertThat(health(new NamespaceHealth(), "{'status':{'phase':'Terminating','conditions':[{'type':'NamespaceFinalizersRemaining','status':'True','reason':'SomeFinalizersRemain'}]}}"))
                .isEqualTo(new Health(State.PROGRESS, "SomeFinalizersRemain"));
        assertThat(health(new ServiceHealth(), "{'spec':{'type':'LoadBalancer'}}")).isEqualTo(new Health(State.WAITING, "no address yet"));
        assertThat(health(new ServiceHealth(), "{'spec':{'type':'LoadBalancer'},'status':{'loadBalancer':{'ingress':[{'ip':'1.2.3.4'}]}}}")).isEqualTo(Health.FINE);
        assertThat(health(new EventHealth(), "{'type':'Warning'}").state()).isEqualTo(State.WARNING);
        assertThat(health(new EventHealth(), "{'type':'Normal'}")).isEqualTo(Health.FINE);
        assertThat(health(new GroupedEventHealth(), "{'type':'Warning'}").state()).isEqualTo(State.WARNING);
        assertThat(health(new SigningRequestHealth(), "{'status':{}}")).isEqualTo(new Health(State.WAITING, "Pending"));
        assertThat(health(new SigningRequestHealth(), "{'status':{'conditions':[{'type':'Approved','status':'True'}]}}")).isEqualTo(Health.FINE);
        assertThat(health(new SigningRequestHealth(), "{'status':{'conditions':[{'type':'Denied','status':'True'}]}}").state()).isEqualTo(State.OFF);
        assertThat(health(new SigningRequestHealth(), "{'status':{'conditions':[{'type':'Approved','status':'True'},{'type':'Failed','status':'True'}]}}").state()).isEqualTo(State.ERROR);
        assertThat(health(new AutoscalerHealth(), "{'status':{'conditions':[{'type':'ScalingActive','status':'False','reason':'FailedGetResourceMetric'}]}}"))
                .isEqualTo(new Health(State.WARNING, "FailedGetResourceMetric"));
        assertThat(health(new AutoscalerHealth(), "{'status':{'conditions':[{'type':'ScalingLimited','status':'True','reason':'TooManyReplicas'}]}}"))
                .isEqualTo(new Health(State.WARNING, "at its maximum"));
        assertThat(health(new BudgetHealth(), "{'status':{'expectedPods':3,'currentHealthy':1,'desiredHealthy':2}}"))
                .isEqualTo(new Health(State.WARNING, "1 of 2 healthy"));
        assertThat(health(new DefinitionHealth(), "{'status':{'conditions':[{'type':'NamesAccepted','status':'False','reason':'ListKindConflict'}]}}"))
                .isEqualTo(new Health(State.ERROR, "ListKindConflict"));
        assertThat(health(new ApiServiceHealth(), "{'status':{'conditions':[{'type':'Available','status':'False','reason':'MissingEndpoints'}]}}"))
                .isEqualTo(new Health(State.ERROR, "MissingEndpoints"));
    }
}
