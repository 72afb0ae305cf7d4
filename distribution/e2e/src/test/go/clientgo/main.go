// clientgo asks a cluster what programs on client-go ask: an informer's list and watch, exec and port-forward over SPDY and WebSocket.
// It prints what it got, one line each; the test compares what comes directly with what comes through the product.
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"os"
	"sort"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/transport/spdy"
)

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: clientgo KUBECONFIG NAMESPACE POD FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(kubeconfig, namespace, pod, file string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := watch(client, namespace); err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	for _, way := range []string{"spdy", "websocket"} {
		if err := execute(config, client, way, namespace, pod, file); err != nil {
			return fmt.Errorf("exec by %s: %w", way, err)
		}
		if err := forward(config, client, way, namespace, pod); err != nil {
			return fmt.Errorf("port-forward by %s: %w", way, err)
		}
	}
	return nil
}

// watch follows ConfigMaps by an informer while they come, change and go.
func watch(client kubernetes.Interface, namespace string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	events := make(chan string, 100)
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(namespace))
	maps := factory.Core().V1().ConfigMaps().Informer()
	note := func(what string, object any) {
		if one, is := object.(*corev1.ConfigMap); is && strings.HasPrefix(one.Name, "clientgo-") {
			events <- what + " " + one.Name + " " + one.Data["turn"]
		}
	}
	if _, err := maps.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { note("added", object) },
		UpdateFunc: func(_, object any) { note("changed", object) },
		DeleteFunc: func(object any) { note("deleted", object) },
	}); err != nil {
		return err
	}
	factory.Start(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), maps.HasSynced) {
		return fmt.Errorf("the list did not come")
	}
	for turn := range 5 {
		name := fmt.Sprintf("clientgo-%d", turn)
		made, err := client.CoreV1().ConfigMaps(namespace).Create(ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: map[string]string{"turn": "first"}}, metav1.CreateOptions{})
		if err != nil {
			return err
		}
		made.Data["turn"] = "second"
		if _, err := client.CoreV1().ConfigMaps(namespace).Update(ctx, made, metav1.UpdateOptions{}); err != nil {
			return err
		}
		if err := client.CoreV1().ConfigMaps(namespace).Delete(ctx, name, metav1.DeleteOptions{}); err != nil {
			return err
		}
	}
	var told []string
	for len(told) < 15 {
		select {
		case one := <-events:
			told = append(told, one)
		case <-ctx.Done():
			return fmt.Errorf("only %d events came: %v", len(told), told)
		}
	}
	sort.Strings(told)
	fmt.Println("watch:", strings.Join(told, ", "))
	return nil
}

// execute reads a file as cp does: what a command writes, to its end.
func execute(config *rest.Config, client kubernetes.Interface, way, namespace, pod, file string) error {
	request := client.CoreV1().RESTClient().Post().Resource("pods").Namespace(namespace).Name(pod).SubResource("exec").
		VersionedParams(&corev1.PodExecOptions{Command: []string{"cat", file}, Stdout: true, Stderr: true}, scheme.ParameterCodec)
	var executor remotecommand.Executor
	var err error
	if way == "spdy" {
		executor, err = remotecommand.NewSPDYExecutor(config, "POST", request.URL())
	} else {
		executor, err = remotecommand.NewWebSocketExecutor(config, "GET", request.URL().String())
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out, said bytes.Buffer
	if err := executor.StreamWithContext(ctx, remotecommand.StreamOptions{Stdout: &out, Stderr: &said}); err != nil {
		return err
	}
	fmt.Printf("exec by %s: %d bytes %x %s\n", way, out.Len(), sha256.Sum256(out.Bytes()), said.String())
	return nil
}

func forward(config *rest.Config, client kubernetes.Interface, way, namespace, pod string) error {
	url := client.CoreV1().RESTClient().Post().Resource("pods").Namespace(namespace).Name(pod).SubResource("portforward").URL()
	transport, upgrader, err := spdy.RoundTripperFor(config)
	if err != nil {
		return err
	}
	dialer := spdy.NewDialer(upgrader, &http.Client{Transport: transport}, "POST", url)
	if way == "websocket" {
		if dialer, err = portforward.NewSPDYOverWebsocketDialer(url, config); err != nil {
			return err
		}
	}
	stop, ready := make(chan struct{}), make(chan struct{})
	forwarder, err := portforward.NewOnAddresses(dialer, []string{"127.0.0.1"}, []string{"0:80"}, stop, ready, io.Discard, os.Stderr)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- forwarder.ForwardPorts() }()
	defer close(stop)
	select {
	case <-ready:
	case err := <-ended:
		return fmt.Errorf("ended: %w", err)
	case <-time.After(time.Minute):
		return fmt.Errorf("not ready")
	}
	ports, err := forwarder.GetPorts()
	if err != nil {
		return err
	}
	for range 3 {
		connection, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", ports[0].Local), 10*time.Second)
		if err != nil {
			return err
		}
		_ = connection.SetDeadline(time.Now().Add(30 * time.Second))
		if _, err := io.WriteString(connection, "GET / HTTP/1.0\r\n\r\n"); err != nil {
			return err
		}
		// KWOK leaves the connection open: the answer has ended when the first line of its body has
		answer := textproto.NewReader(bufio.NewReader(connection))
		status, err := answer.ReadLine()
		if err != nil {
			return err
		}
		if _, err := answer.ReadMIMEHeader(); err != nil {
			return err
		}
		body, err := answer.ReadLine()
		if err != nil {
			return err
		}
		_ = connection.Close()
		fmt.Printf("port-forward by %s: %s %q\n", way, status, body)
	}
	return nil
}
