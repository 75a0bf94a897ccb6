{{- define "throughline.pod" -}}
securityContext: {runAsNonRoot: true, runAsUser: 10001, fsGroup: 10001, seccompProfile: {type: RuntimeDefault}}
containers:
  - name: {{ .name }}
    image: {{ .root.Values.image | quote }}
    args: {{ toJson .args }}
    envFrom: [{secretRef: {name: {{ .root.Values.secretName }}}}]
    env:
      - {name: THROUGHLINE_HOSTS, value: {{ join "," .root.Values.hosts | quote }}}
      - {name: THROUGHLINE_BEHIND_PROXY, value: "on"}
      - {name: THROUGHLINE_DATA, value: /data}
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    volumeMounts: [{name: data, mountPath: /data}]
    {{- with .resources }}
    resources: {{ toJson . }}
    {{- end }}
    {{- if .probed }}
    ports: [{name: http, containerPort: 8000}]
    readinessProbe:
      httpGet: {path: /health, port: http, httpHeaders: [{name: Host, value: {{ first .root.Values.hosts | quote }}}]}
      periodSeconds: 5
    livenessProbe:
      httpGet: {path: /health, port: http, httpHeaders: [{name: Host, value: {{ first .root.Values.hosts | quote }}}]}
      initialDelaySeconds: 20
      periodSeconds: 20
    {{- end }}
volumes: [{name: data, emptyDir: {}}]
{{- end -}}
