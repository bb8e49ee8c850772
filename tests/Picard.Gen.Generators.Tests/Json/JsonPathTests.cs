using System.Text;
using System.Text.Json;

namespace Picard.Gen.Generators.Tests.Json;

/// <summary>The place of a fault in JSON, found by reading again.</summary>
public sealed class JsonPathTests
{
    [Theory]
    [InlineData("""{"items":[1,{"name":x""", "$.items[1].name")]
    [InlineData("""[[],{},[0,{"a b":[]}],x""", "$[2]")]
    [InlineData("""{"a":{"b":1},"c":[{"d":2},{"\u0065":x""", "$.c[1].e")]
    [InlineData("x", "$")]
    [InlineData("[x", "$")]
    public void Path_LeadsToTheLastTokenBeforeTheFault(string json, string path) =>
        Assert.Equal(path, JsonPath.Of(Encoding.UTF8.GetBytes(json), default, json.Length));

    [Fact] // Content from outside must not cost a string for each of its items.
    public void FaultBehindManyItemsAndNames_LeavesLittleMemoryBehind()
    {
        var json = Encoding.UTF8.GetBytes($"[{string.Concat(Enumerable.Repeat("1,", 100_000))}{{{string.Concat(Enumerable.Repeat("\"n\":1,", 100_000))}\"last\":x");
        _ = JsonPath.Of(json, default, json.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var path = JsonPath.Of(json, default, json.Length);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal("$[100000].last", path);
        Assert.InRange(allocated, 0, 10_000);
    }
}
