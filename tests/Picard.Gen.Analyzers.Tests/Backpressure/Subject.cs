using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>Sources around the members that a test is about.</summary>
internal static class Subject
{
    private const string Usings = "using System.Buffers;\nusing System.Buffers.Binary;\nusing System.Collections.Concurrent;\nusing System.IO;\nusing System.IO.Pipelines;\nusing System.Linq;\nusing System.Net.Http;\nusing System.Net.Sockets;\n"
        + "using System.Net.WebSockets;\nusing System.Text;\nusing System.Text.Json;\nusing System.Threading.Channels;\nusing System.Threading.Tasks.Dataflow;\n";

    // The platform's own assemblies are not referenced by tests; the rules go by names.
    private const string Platform = """

        namespace Microsoft.AspNetCore.Http
        {
            public class HttpRequest { public Stream Body { get; set; } = null!; public long? ContentLength { get; set; } }
            public class HttpResponse { public PipeWriter BodyWriter { get; } = null!; }
            public class HttpContext { public HttpRequest Request { get; } = null!; public HttpResponse Response { get; } = null!; }
            public static class HttpResponseWritingExtensions { public static Task WriteAsync(this HttpResponse response, string text) => Task.CompletedTask; }
        }
        namespace Microsoft.AspNetCore.Mvc
        {
            public class ControllerBase { public Microsoft.AspNetCore.Http.HttpRequest Request { get; } = null!; }
            public class DisableRequestSizeLimitAttribute : Attribute;
            public class RequestSizeLimitAttribute(long bytes) : Attribute { public long Bytes => bytes; }
        }
        namespace Microsoft.AspNetCore.Server
        {
            public interface IHttpMaxRequestBodySizeFeature { long? MaxRequestBodySize { get; set; } }
            public class Limits { public long? MaxRequestBodySize { get; set; } public long? MaxRequestBufferSize { get; set; } }
        }
        namespace Microsoft.AspNetCore.SignalR
        {
            public interface IClientProxy { Task SendAsync(string method, object? argument); }
            public interface IHubCallerClients { IClientProxy All { get; } }
            public interface IHubCallerClients<T> { T All { get; } }
            public class Hub { public IHubCallerClients Clients { get; } = null!; }
            public class Hub<T> : Hub { public new IHubCallerClients<T> Clients { get; } = null!; }
        }
        """;

    /// <summary>Members of a class of its own, in a program without handlers.</summary>
    public static Task Members<TAnalyzer>(string members)
        where TAnalyzer : DiagnosticAnalyzer, new() => Check.Source<TAnalyzer>($"{Usings}public record Job(int Id);\npublic class Subject\n{{\n{members}\n}}");

    /// <summary>Members of an event handler.</summary>
    public static Task Events<TAnalyzer>(string members, params DiagnosticResult[] messages)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        Check.Source<TAnalyzer>($"{Usings}[Handler(\"POST /subject\")]\npublic partial class Subject\n{{\nprivate Downstream Downstream => default;\n{members}\n}}", messages);

    /// <summary>Members of a handler of responses.</summary>
    public static Task ResponseEvents<TAnalyzer>(string members, params DiagnosticResult[] messages)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        Check.Source<TAnalyzer>($"{Usings}[ResponseHandler]\npublic partial class Subject\n{{\nprivate Upstream Upstream => null!;\n{members}\n}}", messages);

    /// <summary>Members of a route handler.</summary>
    public static Task Routes<TAnalyzer>(string members)
        where TAnalyzer : DiagnosticAnalyzer, new() => Check.Source<TAnalyzer>($"{Usings}[Handler]\npublic partial class Subject(HttpClient client)\n{{\n{members}\n}}");

    /// <summary>Members of a class of the platform: a controller, a hub or any other.</summary>
    public static Task OfPlatform<TAnalyzer>(string declaration, string members)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        Check.Source<TAnalyzer>($"{Usings}using Microsoft.AspNetCore.Http;\nusing Microsoft.AspNetCore.Mvc;\nusing Microsoft.AspNetCore.Server;\nusing Microsoft.AspNetCore.SignalR;\npublic interface IChat {{ Task Receive(string text); }}\n"
            + $"public class Subject{declaration}\n{{\n{members}\n}}\n{Platform}");
}
