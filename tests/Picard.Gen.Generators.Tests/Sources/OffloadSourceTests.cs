using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>What is emitted for [Offload] and [SlowConsumer].</summary>
public sealed class OffloadSourceTests
{
    private const string App = """
        using Picard;
        namespace Shop;
        [Application] public partial class App;
        """;

    [Fact]
    public void RoutesOnThePool()
    {
        var run = GeneratorRun.Over(App, """
            using System;
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;
            using Picard;

            namespace Shop;

            public sealed record Row(int Id);

            [Handler, Offload, SlowConsumer(Drop.Newest, MaxBytes = 4096)]
            public partial class Rows
            {
                [Get("/")] private static string None() => "constant";
                [Get("/one/{handler}")] private static string One(string handler) => handler;
                [Get("/two/{state}/{exchange}")] private string Two(int state, string exchange) => exchange + state;
                [Put("/nothing")] private void Nothing() { }
                [Post("/rows")] private ValueTask<Row> Add(Row row, CancellationToken aborted) => new(row);
                [Get("/rows")] private IAsyncEnumerable<Row> All() => throw new NotSupportedException();
                [Get("/some"), SlowConsumer(Drop.Oldest, MaxBytes = 64 * 1024)] private Task<IAsyncEnumerable<Row>> Some() => throw new NotSupportedException();
            #pragma warning disable CS0618
                [Get("/old"), Obsolete("old")] private string Old() => "";
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Fact]
    public void EventsOnThePool()
    {
        var run = GeneratorRun.Over(App, """
            using System;
            using System.Threading.Tasks;
            using Picard;

            namespace Shop;

            [Handler("POST /sums/{name}"), Offload]
            public partial class Sums
            {
                private long _sum;

                [OnRequest] private void Begin(string name) => _sum = name.Length;
                [OnContent] private void Add(ReadOnlySpan<byte> octets) => _sum += octets[0];
                [OnTrailers] private void Trailers(Request request) { }
                [OnEnd] private async ValueTask End() { await Task.Yield(); Downstream.Respond(StatusCode.Ok, $"{_sum}"); }
                [OnAbort] private void Abort(AbortReason reason) { }
            }

            [Handler("POST /one")]
            public partial class One
            {
                [OnRequest, Offload] private void Begin(in RequestHead head) { }
                [OnEnd] private void End() => Downstream.Respond(StatusCode.Ok, "");
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("1_000_000L", 1_000_000)]
    [InlineData("64 * 1024", 65_536)]
    [InlineData("(1 << 20) + 1", 1_048_577)]
    [InlineData("-1", -1)]
    [InlineData("10 - 3", 7)]
    [InlineData("Limit", null)]
    [InlineData("long.MaxValue", null)]
    [InlineData("9223372036854775807 * 2", null)]
    public void NumbersAreRead_AsFarAsTheirTextTells(string text, object? expected) => Assert.Equal(expected is int number ? number : (long?)null, ConstantNumber.Read(text));

    [Theory]
    [InlineData("MaxContent.Unlimited", true)]
    [InlineData("global::Picard.MaxContent.Unlimited", true)]
    [InlineData("OtherMaxContent.Unlimited", false)]
    [InlineData("Unlimited", false)]
    public void NoLimit_IsKnownByItsName(string text, bool isUnlimited) => Assert.Equal(isUnlimited, ConstantNumber.IsUnlimited(text));
}
