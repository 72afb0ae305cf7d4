package dev.fresnel.resources.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.testing.plugin.TestView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final TestView VIEW = TestView.of("""
            apiVersion: v1
            kind: Node
            metadata: {name: n1}
            spec: {unschedulable: true}
            status:
              allocatable: {cpu: "4", memory: 8Gi, pods: "10"}
              nodeInfo: {kubeletVersion: v1.34.0}
              conditions: [{type: Ready, status: "True"}, {type: MemoryPressure, status: "True"}]
            cells: {Status: "Ready,SchedulingDisabled"}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: a, creationTimestamp: "2026-01-31T11:00:00Z"}
            spec:
              nodeName: n1
              initContainers:
                - {name: i, resources: {requests: {cpu: "2"}}}
                - {name: s, restartPolicy: Always, resources: {requests: {cpu: 100m}}}
              containers: [{name: c, resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 2Gi}}}]
            status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
            cells: {Status: Running}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: done, namespace: a}
            spec: {nodeName: n1, containers: [{name: c, resources: {requests: {cpu: "3"}}}]}
            status: {phase: Succeeded}
            cells: {Status: Completed}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: stuck, namespace: b, creationTimestamp: "2026-01-31T10:00:00Z"}
            spec: {containers: [{name: c, resources: {requests: {cpu: "3"}}}]}
            status: {phase: Pending, conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: "0/1 nodes"}]}
            cells: {Status: Pending}
            ---
            apiVersion: v1
            kind: Event
            metadata: {name: e1, namespace: b}
            type: Warning
            reason: FailedScheduling
            message: old
            count: 3
            lastTimestamp: "2026-01-31T11:50:00Z"
            involvedObject: {apiVersion: v1, kind: Pod, namespace: b, name: stuck, uid: u1}
            ---
            apiVersion: v1
            kind: Event
            metadata: {name: e2, namespace: b}
            type: Warning
            reason: FailedScheduling
            message: new
            count: 2
            lastTimestamp: "2026-01-31T11:55:00Z"
            involvedObject: {apiVersion: v1, kind: Pod, namespace: b, name: other, uid: u2}
            ---
            apiVersion: v1
            kind: Event
            metadata: {name: e3, namespace: b}
            type: Warning
            reason: TooOld
            lastTimestamp: "2026-01-31T09:00:00Z"
            involvedObject: {kind: Pod, name: x}
            ---
            apiVersion: v1
            kind: Event
            metadata: {name: e4, namespace: b}
            type: Normal
            reason: Pulled
            lastTimestamp: "2026-01-31T11:55:00Z"
            """);

    private static Seen seen(TestView view) {
        return new Seen(view, List.of());
    }

    @Test
    void warningsOfTheLastHourAreGroupedByReason() {
        var warnings = Warnings.of(seen(VIEW).list(Kind.EVENT), NOW);
        assertThat(warnings.total()).isEqualTo(5);
        assertThat(warnings.groups()).singleElement().satisfies(group -> {
            assertThat(group.objects()).isEqualTo(2);
            assertThat(group.message()).isEqualTo("new");
            assertThat(group.latest().name()).isEqualTo("other");
        });
    }

    @Test
    void capacityCountsWhatTheSchedulerCounts() {
        var seen = seen(VIEW);
        var capacity = Capacity.of(seen, Usage.of(seen));
        // the largest init container, not the sum; pods that have ended or have no place hold nothing
        assertThat(capacity.cpu().requests()).isEqualTo(2.0);
        assertThat(capacity.memory().limits()).isEqualTo(2.0 * (1L << 30));
        assertThat(capacity.cpu().allocatable()).contains(4.0);
        assertThat(capacity.pods()).isEqualTo(1);
        assertThat(capacity.podCapacity()).contains(10L);
    }

    @Test
    void withoutMetricsUseIsAbsentAndNoZero() {
        var seen = seen(VIEW);
        var usage = Usage.of(seen);
        assertThat(Capacity.of(seen, usage).cpu().used()).isEmpty();
        assertThat(Capacity.of(seen, usage).usageLack()).contains(Lack.ABSENT);
        assertThat(Consumers.of(seen, usage).lack()).contains(Lack.ABSENT);
    }

    @Test
    void whatIsForbiddenIsSaid() {
        var blind = seen(VIEW.denying("list", Kind.NODE));
        assertThat(Nodes.of(blind).lack()).contains(new Lack("forbidden", "list nodes"));
        assertThat(Capacity.of(blind, Usage.of(blind)).cpu().allocatable()).isEqualTo(Optional.empty());
        assertThat(Capacity.of(blind, Usage.of(blind)).cpu().requests()).isEqualTo(2.0);
    }

    @Test
    void podsThatWaitSayWhy() {
        var pods = Pods.of(seen(VIEW).list(Kind.POD));
        assertThat(pods.pending()).singleElement().satisfies(one -> {
            assertThat(one.pod().name()).isEqualTo("stuck");
            assertThat(one.reason()).isEqualTo("Unschedulable");
            assertThat(one.message()).isEqualTo("0/1 nodes");
        });
        assertThat(Pods.of(new Seen(VIEW, List.of("a")).list(Kind.POD)).waiting()).isZero();
    }

    @Test
    void nodesSayWhatPressesThem() {
        var nodes = Nodes.of(seen(VIEW));
        assertThat(nodes.cordoned()).isEqualTo(1);
        assertThat(nodes.troubles()).singleElement().satisfies(one -> assertThat(one.why()).isEqualTo("MemoryPressure"));
        assertThat(Versions.of(seen(VIEW)).kubelets()).containsExactly(new Versions.Kubelets("v1.34.0", 1));
    }
}
