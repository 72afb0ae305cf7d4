package dev.fresnel.resources.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.State;
import dev.fresnel.resources.Fixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodHealthTest {
    private final PodHealth source = new PodHealth();

    private Health health(String word, String status) {
        return source.health(Fixture.of(Kind.POD, "{'status':" + status + "}").cell("Status", word).reading(source.reads()));
    }

    @ParameterizedTest
    @CsvSource({
        "Completed,OFF", "Succeeded,OFF", "ContainerCreating,PROGRESS", "PodInitializing,PROGRESS", "Terminating,PROGRESS",
        "Init:0/2,WAITING", "Init:ContainerCreating,PROGRESS", "Pending,WAITING", "SchedulingGated,WAITING", "Unknown,UNKNOWN",
        "CrashLoopBackOff,ERROR", "Error,ERROR", "OOMKilled,ERROR", "ImagePullBackOff,ERROR", "ErrImagePull,ERROR", "Evicted,ERROR",
        "CreateContainerConfigError,ERROR", "Init:CrashLoopBackOff,ERROR", "Init:Error,ERROR", "ExitCode:3,ERROR", "NotReady,WARNING",
    })
    void everyWordHasItsState(String word, State state) {
        assertThat(health(word, "{}").state()).isEqualTo(state);
    }

    @Test
    void runningIsFineOnlyWhenReady() {
        assertThat(health("Running", "{'conditions':[{'type':'Ready','status':'True'}]}")).isEqualTo(Health.FINE);
        assertThat(health("Running", "{'conditions':[{'type':'Ready','status':'False'}],'containerStatuses':[{'name':'a','ready':false}]}"))
                .isEqualTo(new Health(State.WARNING, "not ready"));
        assertThat(health("Running", "{'conditions':[{'type':'Ready','status':'False'}],"
                        + "'containerStatuses':[{'name':'web','ready':true},{'name':'proxy','ready':false}]}"))
                .isEqualTo(new Health(State.WARNING, "not ready: proxy"));
    }

    @Test
    void theReasonIsWhatKubectlDoesNotSay() {
        assertThat(health("Pending", "{'conditions':[{'type':'PodScheduled','status':'False','reason':'Unschedulable'}]}"))
                .isEqualTo(new Health(State.WAITING, "unschedulable"));
        assertThat(health("CrashLoopBackOff", "{'containerStatuses':[{'name':'a','state':{'running':{}}},{'name':'b',"
                        + "'state':{'waiting':{'reason':'CrashLoopBackOff'}},'lastState':{'terminated':{'reason':'OOMKilled','exitCode':137}}}]}"))
                .isEqualTo(new Health(State.ERROR, "OOMKilled"));
        assertThat(health("CrashLoopBackOff", "{'containerStatuses':[{'state':{'waiting':{'reason':'CrashLoopBackOff'}},"
                        + "'lastState':{'terminated':{'reason':'Error','exitCode':2}}}]}"))
                .isEqualTo(new Health(State.ERROR, "exit 2"));
        assertThat(health("Init:CrashLoopBackOff", "{'initContainerStatuses':[{'state':{'waiting':{'reason':'CrashLoopBackOff'}},"
                        + "'lastState':{'terminated':{'reason':'Error','exitCode':7}}}]}"))
                .isEqualTo(new Health(State.ERROR, "exit 7"));
        assertThat(health("ImagePullBackOff", "{'containerStatuses':[{'image':'shop/web:9','state':{'waiting':{'reason':'ImagePullBackOff'}}}]}"))
                .isEqualTo(new Health(State.ERROR, "shop/web:9"));
        assertThat(health("Error", "{'containerStatuses':[{'state':{'terminated':{'reason':'Error','exitCode':1}}}]}"))
                .isEqualTo(new Health(State.ERROR, "exit 1"));
        assertThat(health("Unknown", "{'reason':'NodeLost'}")).isEqualTo(new Health(State.UNKNOWN, "node lost"));
    }
}
