namespace Picard.Gen.Generators.Tests;

/// <summary>The programs by which the framework is introduced compile without a warning, what is left out in print filled in.</summary>
public sealed class ContractTests
{
    [Fact]
    public void RouteHandlers() => AssertCompiles("""
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;

        [Application]
        public partial class App
        {
            [Provides] private readonly UserStore _store = new();
        }

        public sealed record User(int Id, string Name);
        public sealed record NewUser(string Name);
        public sealed record SearchPage(string Query, int Page, string? Language);
        public sealed record Row(int Number);

        public sealed class UserStore
        {
            public ValueTask<User?> Find(int id, CancellationToken aborted) => new(new User(id, aborted.ToString()!));
        }

        [Handler]
        public partial class Users(UserStore store)
        {
            [Get("/")]               string Index() => "Hello, World!";
            [Get("/users/{id:int}")] ValueTask<User?> Get(int id, CancellationToken aborted) => store.Find(id, aborted);
            [Post("/users")]         async ValueTask<Created<User>> Add(NewUser user) { await Task.Yield(); var stored = new User(1, user.Name); return Created.At($"/users/{stored.Id}", stored); }
            [Get("/search")]         SearchPage Search(string q, int page = 1, [Header("accept-language")] string? language = null) { return new(q, page, language); }
            [Get("/rows")]           async IAsyncEnumerable<Row> Rows(int count) { for (var i = 0; i < count; i++) { await Task.Yield(); yield return new Row(i); } }
            [Put("/blobs/{name}")]   async ValueTask<StatusCode> Put(string name, ContentReader content) { while (await content.ReadAsync() is { IsEmpty: false }) { } return name.Length > 0 ? StatusCode.Created : StatusCode.Ok; }
            [Get("/blobs/{name}")]   async ValueTask Read(string name, ContentWriter content) { content.Write("blob"u8); await content.FlushAsync(); }
        }
        """);

    [Fact]
    public void EventHandlers() => AssertCompiles("""
        using System.Buffers;
        using Picard;

        [Application]
        public partial class App;

        [Handler("POST /echo")]
        public partial class Echo
        {
            [OnRequest] void Begin(in RequestHead request) => Downstream.Begin(StatusCode.Ok, request.ContentLength);
            [OnContent] Flow Chunk(ReadOnlySequence<byte> chunk) => Downstream.Write(chunk);  // Flow.Paused: the machine stops reading the client
            [OnEnd]     void End() => Downstream.Complete();
        }

        [Handler("GET /ticks")]
        public partial class Ticks
        {
            private long _next;                                       // per exchange
            [OnRequest] void Begin() { Downstream.Begin(StatusCode.Ok); Produce(); }
            [OnResume]  void Produce()
            {
                while (_next < 1_000_000 && Downstream.Write($"{_next++}\n") == Flow.Ready) { }
                if (_next == 1_000_000) { Downstream.Complete(); }
            }
            [OnAbort]   void Abort(AbortReason reason) { }
        }
        """);

    // AccessLog and Compression stand for those that come with the package.
    [Fact]
    public void Middleware() => AssertCompiles("""
        using System;
        using Picard;

        public sealed class NotFoundException(string message) : Exception(message);

        [Middleware]
        public partial class RequestId
        {
            private Guid _id;                            // per exchange
            [OnRequest]  Next Begin(Request request, ResponseFields fields) { _id = Guid.NewGuid(); fields.Set("X-Request-Id", $"{_id} {request.Target}"); return Next.Continue; }
            [OnFault]    Problem? Map(NotFoundException e) => new(StatusCode.NotFound) { Detail = e.Message };
            [OnDone]     void Log(ExchangeSummary done) { Console.WriteLine($"{_id} {done.Status} {done.ContentBytes} {done.Duration} {done.Route}"); }
        }

        [Middleware] public partial class AccessLog { [OnDone] void Log(ExchangeSummary done) { } }
        [Middleware] public partial class Compression { [OnResponse] void Compress(OutgoingResponse response) { } }

        [Application, Use<AccessLog>, Use<Compression>, Mount<Admin>("/admin")]   // in this order; [Use] also on a handler; composed into static calls
        public partial class App;

        [Application] public partial class Admin;

        [Handler(Application = typeof(App)), Use<RequestId>]
        public partial class Users { [Get("/users/{id:int}")] string Get(int id) { return id > 0 ? $"{id}" : throw new NotFoundException("none"); } }

        [Handler(Application = typeof(Admin))]
        public partial class Desk { [Get("/")] string Index() => "admin"; }
        """);

    private static void AssertCompiles(string source) => Assert.Empty(GeneratorRun.Over(source).Problems());
}
