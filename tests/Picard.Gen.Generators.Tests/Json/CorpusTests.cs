using System.Text;
using System.Text.Json.Nodes;

namespace Picard.Gen.Generators.Tests;

/// <summary>Emitted shapes against System.Text.Json with its web defaults, over types and seeded random values.</summary>
public sealed class CorpusTests
{
    private const int Values = 60;

    public static TheoryData<string> Types => [.. Corpus.All.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Value_IsWrittenAsBySystemTextJson(string type)
    {
        var random = new Random(1);
        for (var i = 0; i < Values; i++)
        {
            var (theirs, ours) = Corpus.All[type].Write(random);
            Assert.Equal(theirs, ours);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Value_IsReadAsBySystemTextJson(string type)
    {
        var random = new Random(2);
        for (var i = 0; i < Values; i++)
        {
            var json = Encoding.UTF8.GetBytes(Corpus.All[type].Write(random).Theirs);
            var (theirs, ours) = Corpus.All[type].Reread(json);
            Assert.NotNull(theirs);
            Assert.Equal(theirs, ours);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Value_InTwoSegments_IsReadTheSameWhereverTheyMeet(string type)
    {
        var json = Encoding.UTF8.GetBytes(Corpus.All[type].Write(new Random(3)).Theirs);
        var whole = Corpus.All[type].Reread(json).Ours;
        for (var at = 0; at <= json.Length; at++)
        {
            Assert.Equal(whole, Corpus.All[type].Reread(json, at).Ours);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Mutation_IsReadOrRefusedAsBySystemTextJson(string type)
    {
        var random = new Random(4);
        for (var i = 0; i < Values * 10; i++)
        {
            var json = JsonNode.Parse(Corpus.All[type].Write(random).Theirs)!;
            var mutated = Encoding.UTF8.GetBytes(Mutation.Of(json, random));
            var (theirs, ours) = Corpus.All[type].Reread(mutated);
            Assert.True(theirs == ours, $"{Encoding.UTF8.GetString(mutated)}\ntheirs: {theirs ?? "refused"}\nours:   {ours ?? "refused"}");
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Octets_ThatAreBroken_AreReadOrRefusedAsBySystemTextJson(string type)
    {
        var random = new Random(5);
        for (var i = 0; i < Values * 5; i++)
        {
            var json = Encoding.UTF8.GetBytes(Corpus.All[type].Write(random).Theirs);
            switch (random.Next(3))
            {
                case 0: json = json[..random.Next(json.Length)]; break;
                case 1: json[random.Next(json.Length)] = (byte)"{}[],:\"0-e\\ \u0000"[random.Next(13)]; break;
                default: json = [.. json, (byte)"{}[], \n"[random.Next(7)]]; break;
            }

            var (theirs, ours) = Corpus.All[type].Reread(json);
            Assert.True(theirs == ours, $"{Encoding.UTF8.GetString(json)}\ntheirs: {theirs ?? "refused"}\nours:   {ours ?? "refused"}");
        }
    }
}
