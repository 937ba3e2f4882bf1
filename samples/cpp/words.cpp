// Words makes up a text, ranks its words and finds those that are alike.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace text {

// Source makes the same words on every run.
class Source {
public:
    explicit Source(std::uint64_t seed) : state_(seed) {}

    std::string word() {
        static constexpr std::string_view syllables[] = {"ta", "ri", "mo", "len", "sha", "ko", "ur", "ne"};
        std::string out;
        for (auto n = 2 + next() % 3; n > 0; n--) out += syllables[next() % std::size(syllables)];
        return out;
    }

private:
    std::uint64_t next() {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return state_ >> 33;
    }

    std::uint64_t state_;
};

}  // namespace text

namespace tally {

// Counter counts keys in any kind of map.
template <template <typename...> class Map, typename Key>
class Counter {
public:
    void add(const Key &key) { ++counts_[key]; }

    std::vector<std::pair<Key, int>> ranked() const {
        std::vector<std::pair<Key, int>> out(counts_.begin(), counts_.end());
        std::sort(out.begin(), out.end(), [](const auto &a, const auto &b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        });
        return out;
    }

private:
    Map<Key, int> counts_;
};

}  // namespace tally

namespace spell {

// Distance says how far two words are apart.
class Distance {
public:
    virtual ~Distance() = default;
    virtual int between(std::string_view a, std::string_view b) = 0;
};

class Levenshtein final : public Distance {
public:
    int between(std::string_view a, std::string_view b) override {
        row_.resize(b.size() + 1);
        for (std::size_t j = 0; j < row_.size(); j++) row_[j] = static_cast<int>(j);
        for (std::size_t i = 0; i < a.size(); i++) {
            int corner = row_[0]++;
            for (std::size_t j = 0; j < b.size(); j++) {
                int up = row_[j + 1];
                row_[j + 1] = cheapest(up + 1, row_[j] + 1, corner + (a[i] != b[j]));
                corner = up;
            }
        }
        return row_.back();
    }

private:
    static int cheapest(int a, int b, int c) { return std::min(a, std::min(b, c)); }

    std::vector<int> row_;
};

class Hamming final : public Distance {
public:
    int between(std::string_view a, std::string_view b) override {
        if (a.size() != b.size()) return 99;
        int n = 0;
        for (std::size_t i = 0; i < a.size(); i++) n += a[i] != b[i];
        return n;
    }
};

// near counts the pairs of words at most `limit` apart.
template <typename Word>
int near(const std::vector<Word> &words, Distance &distance, int limit) {
    int found = 0;
    for (std::size_t i = 0; i < words.size(); i++)
        for (std::size_t j = i + 1; j < words.size(); j++)
            found += distance.between(words[i].first, words[j].first) <= limit;
    return found;
}

}  // namespace spell

namespace {

template <template <typename...> class Map>
std::vector<std::pair<std::string, int>> rank(int n) {
    text::Source source(7);
    tally::Counter<Map, std::string> counter;
    for (int i = 0; i < n; i++) counter.add(source.word());
    return counter.ranked();
}

}  // namespace

int main(int argc, char **argv) {
    int rounds = argc > 1 ? std::atoi(argv[1]) : 12;
    for (int i = 0; i < rounds; i++) {
        auto hashed = rank<std::unordered_map>(1000000);
        auto sorted = rank<std::map>(1000000);
        hashed.resize(std::min<std::size_t>(hashed.size(), 3000));
        std::unique_ptr<spell::Distance> kinds[] = {std::make_unique<spell::Levenshtein>(),
                                                    std::make_unique<spell::Hamming>()};
        for (auto &kind : kinds) std::printf("%d near pairs\n", spell::near(hashed, *kind, 2));
        std::printf("%zu words, most frequent %s\n", sorted.size(), sorted.front().first.c_str());
    }
}
